#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds a program instrumented, runs it, and prints what the runtime says.

The program is built without optimisation and with it, with each degree of
elision, and where the linker can, at link time. All builds must report the
same: the same rules at the same places. Where the source mentions SOUND, the
program is built with -DSOUND too, and then must be silent and succeed.
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
    return sorted(out)


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
    has_sound_twin = "SOUND" in f.read()

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
        sys.stdout.write(text)
    elif got != first:
        fail("%s reports %s, but the first build %s" % (name, got, first))
    if has_sound_twin:
        build(elide, flags + ["-DSOUND"])
        status, text = run()
        if status or "SpinGuard" in text:
            fail("%s, the sound twin: status %d\n%s" % (name, status, text))
