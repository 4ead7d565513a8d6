# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads JSON lines, checks their fields, and prints them in short."""

import json
import os
import sys

for line in sys.stdin:
    row = json.loads(line)
    assert row["count"] == 1 and row["pid"] > 0 and row["tid"] > 0
    print("%s: %s" % (row["rule"], row["message"]))
    for site in row["sites"]:
        name = os.path.basename(site["file"])
        print(
            site["role"],
            site["function"],
            "%s:%d:%d" % (name, site["line"], site["column"]),
            site["lock"],
            site["api"],
        )
    for site in row["held"]:
        name = os.path.basename(site["file"])
        print("held", site["function"], "%s:%d" % (name, site["line"]), site["lock"])
