#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints how many bytes of code the parts of the runtime take.

    bench/runtime/size.py ARCHIVE [SIZE TOOL]
"""

import re
import subprocess
import sys

# What a program without a fault runs through again and again: ordinary acquires
# and releases, alone and with others held, and the boundaries of roles. What a
# chain of locks, or a class, meets for the first time is not among it, nor are
# acquires that raise a level, are shared or have a handle, nor what only one of
# hold_mode's values needs.
PATH = """
__spinguard_before_acquire acquireNested __sg_is_known __sg_chain knownChain
pushNested __spinguard_before_release releaseNested __spinguard_leaf_acquire
__spinguard_leaf_release __spinguard_role_enter __spinguard_role_exit
__spinguard_before_blocking depthOf
""".split()
PARTS = {
    "checks": ("held.c", "order.c", "locks.c", "context.c", "module.c"),
    "reports": ("report.c", "options.c", "suppress.c"),
    "platform": ("posix.c",),
    "watchdog": ("watchdog.c",),
}

tool = sys.argv[2] if len(sys.argv) > 2 else "size"
text = subprocess.run(
    [tool, "-A", sys.argv[1]], check=True, capture_output=True, text=True
).stdout
sizes = dict.fromkeys(PARTS, 0)
path = thread = 0
part = None
for line in text.splitlines():
    found = re.match(r"(\w+\.c)\.o", line)
    if found:
        part = next((p for p in PARTS if found.group(1) in PARTS[p]), None)
        continue
    found = re.match(r"(\.\S+)\s+(\d+)", line)
    if not found:
        continue
    section, size = found.group(1), int(found.group(2))
    if section.startswith(".text"):
        sizes[part] += size
        if section.startswith(".text.") and "unlikely" not in section:
            path += size if section[6:].split(".")[0] in PATH else 0
    elif section.startswith((".tdata", ".tbss")):
        thread += size
for name, size in sizes.items():
    print("%-22s %6d bytes of code" % (name, size))
print("%-22s %6d bytes of code" % ("path without a fault", path))
print("%-22s %6d bytes" % ("thread-local", thread))
