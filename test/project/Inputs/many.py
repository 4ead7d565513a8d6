"""many.py FOLDER N: a build in FOLDER/build with N units, the last of which
deadlocks. They are an hour old: what is as new as a run is not kept."""

import json
import os
import sys
import time

top, count = sys.argv[1], int(sys.argv[2])
build = os.path.join(top, "build")
os.makedirs(build)
entries = []
for i in range(count):
    name = "unit%d.c" % i
    path = os.path.join(top, name)
    with open(path, "w") as file:
        file.write("#include <pthread.h>\nstatic pthread_spinlock_t Lock;\n")
        file.write("void f%d(void) {\n  pthread_spin_lock(&Lock);\n" % i)
        if i == count - 1:
            file.write("  pthread_spin_lock(&Lock);\n")
        file.write("  pthread_spin_unlock(&Lock);\n}\n")
    then = time.time() - 3600
    os.utime(path, (then, then))
    entries.append(
        {"directory": build, "file": "../" + name, "command": "cc -c ../" + name}
    )
with open(os.path.join(build, "compile_commands.json"), "w") as file:
    json.dump(entries, file)
