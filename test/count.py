#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Counts the tests of each rule: programs that break it, and their sound twins.

    test/count.py [--least N]

A program is a source with `DEFECT: rule` markers (see verify.py); its twin is the
same compiled with -DSOUND, which is checked to be free of findings. With --least,
the status is 1 if a rule has fewer of one or the other.
"""

import argparse
import collections
import os
import re
import sys

top = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
)
parser.add_argument("--least", type=int, default=0)
args = parser.parse_args()

with open(os.path.join(top, "../passes/rules/Rules.def"), encoding="utf-8") as file:
    rules = re.findall(r'^RULE\(\w+, "([\w-]+)"', file.read(), re.M)
defective = collections.Counter()
sound = collections.Counter()
for folder, _, names in os.walk(top):
    for name in names:
        if not name.endswith((".c", ".cpp")):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        if "%verify" not in text:
            continue
        marked = re.findall(r"DEFECT(?:\([\w,]+\))?:\s*([\w-]+(?:\s*,\s*[\w-]+)*)", text)
        for rule in {r for list_ in marked for r in re.split(r"\s*,\s*", list_)}:
            defective[rule] += 1
            sound[rule] += "SOUND" in text and "--no-sound" not in text

print("%-24s defective  sound" % "rule")
for rule in rules:
    print("%-24s %9d %6d" % (rule, defective[rule], sound[rule]))
short = [r for r in rules if min(defective[r], sound[r]) < args.least]
if short:
    sys.exit("count.py: fewer than %d programs: %s" % (args.least, ", ".join(short)))
