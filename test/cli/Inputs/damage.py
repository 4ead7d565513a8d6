"""Runs a tool over damaged copies of a bitcode file.

damage.py TOOL FILE: every copy is cut short somewhere, or has some bits turned
over. The same copies every time. The tool must end each run by itself, with
one of its exit statuses and, if that is 2, with a sentence.
"""

import os
import random
import subprocess
import sys
import tempfile

tool, path = sys.argv[1:]
with open(path, "rb") as file:
    whole = file.read()

chance = random.Random(2003)
copies = [whole[: len(whole) * part // 40] for part in range(1, 40)]
for _ in range(80):
    damaged = bytearray(whole)
    for _ in range(chance.choice([1, 1, 2, 8])):
        bit = chance.randrange(len(damaged) * 8)
        damaged[bit // 8] ^= 1 << (bit % 8)
    copies.append(bytes(damaged))

failures = 0
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "damaged.bc")
    for number, copy in enumerate(copies):
        with open(name, "wb") as file:
            file.write(copy)
        run = subprocess.run(
            [tool, "check", name],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=120,
        )
        problem = None
        if run.returncode not in (0, 1, 2, 3):
            problem = "ended with %d" % run.returncode
        elif run.returncode == 2 and "error: " not in run.stderr:
            problem = "said nothing"
        elif "Stack dump" in run.stderr or "terminate called" in run.stderr:
            problem = "dumped its stack"
        if problem:
            failures += 1
            print("copy %d: %s\n%s" % (number, problem, run.stderr))
print("%d copies, %d failures" % (len(copies), failures))
sys.exit(failures != 0)
