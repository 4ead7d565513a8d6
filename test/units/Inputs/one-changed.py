"""one-changed.py SPINGUARD FOLDER CC SOURCE...

Compiles each SOURCE with CC (a command line; those that it does not compile are
left out) and checks them as one program, with a cache. Then units change, one
after the other, in different ways, and are checked with what the cache has of the
others: each report must be the one without a cache, byte for byte."""

import os
import shlex
import subprocess
import sys

spinguard, folder, cc, *sources = sys.argv[1:]
os.makedirs(folder, exist_ok=True)


def compiled(source, output, *options):
    command = shlex.split(cc) + ["-g", "-c", "-emit-llvm", "-w", *options]
    command += [source, "-o", output]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0


units = []
for number, source in enumerate(sorted(sources)):
    output = os.path.join(folder, "%03d.bc" % number)
    if compiled(source, output):
        units.append((source, output))


def check(*options):
    command = [spinguard, "check", "--format", "json", "--confidence", "low"]
    command += [*options, *(output for _, output in units)]
    done = subprocess.run(command, capture_output=True)
    if done.returncode not in (0, 1, 3) or done.stderr:
        sys.exit("check ended with %d: %s" % (done.returncode, done.stderr))
    return done.stdout


def compare(what):
    if check("--cache", os.path.join(folder, "cache")) != check("--cache", "off"):
        sys.exit("another report of " + what)


def with_text(source, output, text):
    """The source's neighbour that the compiler takes for it."""
    path = os.path.join(folder, os.path.basename(source))
    with open(source) as old, open(path, "w") as new:
        new.write(text(old.read()))
    include = ["-I", os.path.dirname(source)]
    return compiled(path, output, *include)


# Another meaning, other lines, other paths, one more symbol.
ways = [
    lambda s, o: compiled(s, o, "-DSOUND"),
    lambda s, o: with_text(s, o, lambda text: "\n\n" + text),
    lambda s, o: compiled(s, o, "-O2"),
    lambda s, o: with_text(s, o, lambda text: text + "\nint one_more;\n"),
    lambda s, o: compiled(s, o, "-UX"),
]
compare("the first run")
changed = 0
for step in range(10):
    source, output = units[step * len(units) // 10]
    if ways[step % len(ways)](source, output):
        compare("%s, changed in way %d" % (source, step % len(ways)))
        changed += 1
print("%d units, %d changes" % (len(units), changed))
