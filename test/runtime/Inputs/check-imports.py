# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints what the archive of the runtime needs, what it defines beyond its own
names, and how much thread-local storage it takes."""

import re
import subprocess
import sys

archive = sys.argv[1]
defined, weak, needed, foreign, thread = set(), set(), {}, set(), 0
member = ""
text = subprocess.run(
    ["llvm-nm", "-S", archive], check=True, capture_output=True, text=True
).stdout
for line in text.splitlines():
    if line.endswith(".o:"):
        member = line
        continue
    found = re.match(r"(\w*)\s+(?:(\w{16})\s+)?(\w) (\S+)$", line)
    if not found:
        continue
    kind, name = found.group(3), found.group(4)
    if kind in "wv" and not found.group(1):
        weak.add(name)
    elif kind == "U":
        needed.setdefault(name, set()).add(member)
    elif kind.isupper():
        defined.add(name)
        if not name.startswith(("__spinguard_", "__sg_")):
            foreign.add(name)
needed.pop("_GLOBAL_OFFSET_TABLE_", None)
watchdog, other = set(), set()
for name in set(needed) - defined:
    inside = all("watchdog" in m for m in needed[name])
    (watchdog if inside else other).add(name)
sections = subprocess.run(
    ["llvm-size", "-A", archive], check=True, capture_output=True, text=True
).stdout
for line in sections.splitlines():
    if line.startswith((".tdata", ".tbss")):
        thread += int(line.split()[1])
for title, names in (
    ("weak", weak),
    ("needed", other),
    ("watchdog", watchdog),
    ("outside of __spinguard and __sg", foreign),
):
    print("%s: %s" % (title, " ".join(sorted(names))))
print("thread-local bytes:", thread)
