#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares what a driver reported on the fake kernel with its marks.

    compare-defects.py SOURCE [--not-run FUNCTION]... < REPORTS

A report belongs to a comment `DEFECT: <rule>` if it names that rule and line,
or, at an exit, the routine that the line lies in. Prints what is missing and
what is too much.
"""

import argparse
import re
import sys

parser = argparse.ArgumentParser()
parser.add_argument("source")
parser.add_argument("--not-run", action="append", default=[])
args = parser.parse_args()

wanted = set()
function = ""
with open(args.source) as f:
    for number, line in enumerate(f, 1):
        head = re.match(r"(?:static )?[A-Z]\w+ (?:NTAPI )?(\w+)\(", line)
        if head and not line.rstrip().endswith(";"):
            function = head[1]
        mark = re.search(r"/\* DEFECT: (\S+) \*/", line)
        if mark and function not in args.not_run:
            at = function if mark[1] == "held-at-exit" else number
            wanted.add((mark[1], at))

got = set()
for block in sys.stdin.read().split("=" * 18):
    rule = re.search(r"WARNING: SpinGuard: (\S+)", block)
    if not rule:
        continue
    place = re.search(r"SUMMARY: .*:(\d+) in (\S+)", block)
    got.add((rule[1], place[2] if rule[1] == "held-at-exit" else int(place[1])))

for text, items in (("missing", wanted - got), ("too much", got - wanted)):
    for rule, at in sorted(items, key=str):
        print("%s: %s at %s" % (text, rule, at))
print("%d of %d reported" % (len(wanted & got), len(wanted)))
sys.exit(wanted != got)
