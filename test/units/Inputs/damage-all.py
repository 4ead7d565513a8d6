"""damage-all.py SPINGUARD FILE: 'link' must refuse FILE with a sentence whenever
some byte of it is another, or it is cut short. (What lies behind the checksum is
for test/unit/UnitFileTest.cpp, where a run costs nothing.)"""

import os
import subprocess
import sys
import tempfile

spinguard, path = sys.argv[1:]
with open(path, "rb") as file:
    whole = file.read()

copies = []
# All of the header, and every so often a byte of what follows.
for at in [*range(56), *range(56, len(whole), 1 + len(whole) // 60)]:
    copies.append(whole[:at] + bytes([whole[at] ^ 0x11]) + whole[at + 1 :])
for size in [*range(0, 56, 5), *range(56, len(whole), 1 + len(whole) // 12)]:
    copies.append(whole[:size])
copies.append(whole + b"x")

failures = 0
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "damaged.sgs")
    for number, copy in enumerate(copies):
        with open(name, "wb") as file:
            file.write(copy)
        run = subprocess.run(
            [spinguard, "link", name], capture_output=True, text=True, timeout=120
        )
        if run.returncode != 2 or not run.stderr.startswith(
            "spinguard: error: '" + name + "' "
        ):
            failures += 1
            print("copy %d: %d %s" % (number, run.returncode, run.stderr))
print("%d copies, %d failures" % (len(copies), failures))
sys.exit(failures != 0)
