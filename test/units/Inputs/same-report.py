"""same-report.py SPINGUARD FOLDER CC SOURCE...

Compiles each SOURCE with CC (a command line; those that it does not compile are
left out), and compares 'check' of the bitcode with 'link' of the unit files that
'summarize' makes of it, byte for byte: all as one program in every format, and
each alone."""

import os
import shlex
import subprocess
import sys

spinguard, folder, cc, *sources = sys.argv[1:]
os.makedirs(folder, exist_ok=True)


def run(*command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode not in (0, 1, 3):
        sys.exit("%s ended with %d: %s" % (command, done.returncode, done.stderr))
    return done.returncode, done.stdout, done.stderr


bitcode, units = [], []
for number, source in enumerate(sorted(sources)):
    stem = os.path.join(folder, "%03d-%s" % (number, os.path.basename(source)[:-2]))
    made = subprocess.run(
        shlex.split(cc) + ["-g", "-c", "-emit-llvm", "-w", source, "-o", stem + ".bc"],
        stderr=subprocess.DEVNULL,
    )
    if made.returncode != 0:
        continue
    run(spinguard, "summarize", stem + ".bc", "-o", stem + ".sgs")
    bitcode.append(stem + ".bc")
    units.append(stem + ".sgs")

compared = 0
for format in ("text", "json", "sarif", "html"):
    options = ["--format", format]
    groups = [(bitcode, units[::-1])]
    if format == "json":
        groups += [([b], [u]) for b, u in zip(bitcode, units)]
    for checked, linked in groups:
        expected = run(spinguard, "check", *options, *checked)
        got = run(spinguard, "link", *options, *linked)
        if got != expected:
            sys.exit("%s of %s differs" % (format, linked))
        compared += 1
if not bitcode:
    sys.exit("nothing compiles")
print("%d units, %d reports are the same" % (len(bitcode), compared))
