#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds a program instrumented, runs it, and prints what the runtime says.

The program is built without optimisation and with it, with each degree of
elision, and where the linker can, at link time. All builds must report the
same: the same rules at the same places. Where the source mentions SOUND, the
program is built with -DSOUND too, and then must be silent and succeed.

With --markers the source says what is reported, and nothing is printed:

  // FAULT: rule    the summary of a report of this rule names this line
  // AND: 1, 2      the first and second FAULT of the file names this line, too
  // NOTE: release  a note names this line

A source without FAULT and NOTE must be silent and succeed.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--cc", required=True, help="the compiler with the plugin")
parser.add_argument("--runtime", required=True)
parser.add_argument("--plugin", required=True)
parser.add_argument("--lto", action="store_true", help="link with lld, too")
parser.add_argument("--no-lto", dest="lto", action="store_false")
parser.add_argument("--flags", default="")
parser.add_argument("--params", default="", help="pass parameters")
parser.add_argument("--markers", action="store_true", help="see above")
parser.add_argument("--out", required=True)
parser.add_argument("source")
args = parser.parse_args()


def fail(text):
    sys.exit("run-instrumented: " + text)


def build(elide, flags):
    env = dict(os.environ)
    env["SPINGUARD_INSTRUMENT"] = "elide=%s;%s" % (elide, args.params)
    command = shlex.split(args.cc) + ["-g", "-pthread"] + flags
    command += shlex.split(args.flags)
    command += [args.source, args.runtime, "-o", args.out]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        fail("%s\n%s" % (" ".join(command), done.stderr))


def run():
    try:
        done = subprocess.run(
            [os.path.abspath(args.out)], capture_output=True, text=True, timeout=60
        )
    except subprocess.TimeoutExpired:
        fail("the program does not end")
    return done.returncode, done.stderr


def places(text):
    """Rule and places of each report, in no order."""
    out = []
    for block in text.split("=" * 18):
        rule = re.search(r"WARNING: SpinGuard: (\S+)", block)
        if rule:
            out.append((rule[1], tuple(re.findall(r"#\d+ (.*)", block))))
    out += [("note", (at,)) for at in re.findall(r"SpinGuard: note: .* at (.*)", text)]
    return sorted(out)


def check_markers(text, status):
    """The first build's reports against the comments of the source."""
    wanted, also = [], []
    with open(args.source) as f:
        for number, line in enumerate(f, 1):
            fault = re.search(r"// .*FAULT: ([\w-]+)", line)
            if fault:
                wanted.append((fault[1], number))
            elif re.search(r"// NOTE: ", line):
                wanted.append(("note", number))
            places = re.search(r"// .*AND: ([\d, ]+)", line)
            if places:
                also += [(int(n) - 1, number) for n in places[1].split(",")]
    base = os.path.basename(args.source)
    line = re.escape(base) + r":(\d+)"
    got = {}
    for block in text.split("=" * 18):
        summary = re.search(r"SUMMARY: SpinGuard: (\S+) \S*" + line, block)
        if summary:
            places = re.findall(r"#\d+ .*" + line, block)
            got[(summary[1], int(summary[2]))] = [int(n) for n in places]
    for note in re.findall(r"SpinGuard: note: .* at \S+ \S*" + line, text):
        got[("note", int(note))] = []
    if set(got) != set(wanted):
        fail("expected %s, got %s\n%s" % (wanted, list(got), text))
    for index, number in also:
        if number not in got[wanted[index]]:
            fail("%s does not name line %d\n%s" % (wanted[index], number, text))
    if not wanted and (status or text):
        fail("the program is sound: status %d\n%s" % (status, text))


variants = [
    (opt, elide, flags)
    for opt, flags in (
        ("-O0", ["-O0"]),
        ("-O2", ["-O2"]),
        (
            "lto",
            "-O1 -flto -Xclang -disable-llvm-passes -fuse-ld=lld".split()
            + ["-Wl,--load-pass-plugin=" + args.plugin],
        ),
    )
    if opt != "lto" or args.lto
    for elide in ("none", "leaf", "proven")
]
with open(args.source) as f:
    has_sound_twin = re.search(r"\bSOUND\b", f.read())

first = None
for opt, elide, flags in variants:
    name = "%s elide=%s" % (opt, elide)
    build(elide, flags)
    status, text = run()
    if status < 0:
        fail("%s: signal %d\n%s" % (name, -status, text))
    got = (status, places(text))
    if first is None:
        first = got
        if args.markers:
            check_markers(text, status)
        else:
            sys.stdout.write(text)
    elif got != first:
        fail("%s reports %s, but the first build %s" % (name, got, first))
    if has_sound_twin:
        build(elide, flags + ["-DSOUND"])
        status, text = run()
        if status or "SpinGuard" in text:
            fail("%s, the sound twin: status %d\n%s" % (name, status, text))
