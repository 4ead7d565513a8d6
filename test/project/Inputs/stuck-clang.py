"""stuck-clang.py CLANG FILE MARK: makes the program FILE, which runs CLANG, but
for the unit 'stuck.c': then it makes the file MARK and waits for the end."""

import os
import sys

clang, path, mark = sys.argv[1:]
with open(path, "w") as file:
    file.write(
        "#!/bin/sh\n"
        'case "$*" in *stuck.c*) sleep 1; : > "%s"; exec sleep 1000 ;; esac\n'
        'exec "%s" "$@"\n' % (mark, clang)
    )
os.chmod(path, 0o755)
