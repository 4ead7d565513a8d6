"""Makes the seed corpora of the fuzzers from the tests, without the large ones.

make-seeds.py CLANG SOURCE_DIRECTORY OUTPUT_DIRECTORY: bitcode of the C tests
that compile by themselves, and the YAML files of the tree.
"""

import os
import pathlib
import shutil
import subprocess
import sys

clang, source, output = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
MAX_SIZE = 16384
MAX_SEEDS = 120

bitcode = output / "bitcode-seeds"
yaml = output / "yaml-seeds"
for folder in (bitcode, yaml):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

tests = source / "test"
mingw = "/usr/share/mingw-w64/include"
count = 0
for test in sorted(tests.rglob("*.c")):
    if count == MAX_SEEDS:
        break
    seed = bitcode / ("%03d-%s.bc" % (count, test.stem))
    command = [clang, "-O1", "-emit-llvm", "-c", "-w", "-o", seed, test]
    text = test.read_text()
    if "wdm.h" in text or "ntddk.h" in text or "drivers" in test.parts:
        command += ["-target", "x86_64-w64-mingw32", "-isystem", mingw + "/ddk"]
        command += ["-isystem", mingw, "-I", test.parent / "include"]
    command += ["-I", source / "include", "-I", test.parent]
    if subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0:
        continue
    if os.path.getsize(seed) > MAX_SIZE:
        seed.unlink()
        continue
    count += 1

models = 0
for path in sorted(source.rglob("*.yaml")):
    if "build" in path.relative_to(source).parts[0]:
        continue
    shutil.copy(path, yaml / ("%03d-%s" % (models, path.name)))
    models += 1
for number, text in enumerate(
    (
        "- {function: Read, role: dispatch}\n- {function: Stop, role: cancel}\n",
        "#define fun_DRIVER_CANCEL Stop\n#define fun_DRIVER_DISPATCH_1 Read\n",
        "format: json\nrules: [double-acquire, held-at-exit]\njobs: 2\n",
    )
):
    (yaml / ("role-%d" % number)).write_text(text)

print("%d bitcode seeds, %d model seeds" % (count, models))
sys.exit(0 if count and models else 1)
