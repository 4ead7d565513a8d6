"""logging-clang.py CLANG FILE LOG: makes the program FILE, which runs CLANG and
adds a line to LOG for each unit that it compiles."""

import os
import sys

clang, path, log = sys.argv[1:]
with open(path, "w") as file:
    file.write(
        "#!/bin/sh\n"
        'for word; do case $word in -emit-llvm) echo "$*" >> "%s" ;; esac; done\n'
        'exec "%s" "$@"\n' % (log, clang)
    )
os.chmod(path, 0o755)
