"""odd-names.py FOLDER: a build of three units whose names and macros have blanks,
quotes, dollars and letters beyond ASCII."""

import json
import os
import sys

top = sys.argv[1]
build = os.path.join(top, "a build", "$HOME `x`")
source = os.path.join(top, "src 'one' \"two\" #3: $4 äß")
for folder in (build, source, os.path.join(top, "work")):
    os.makedirs(folder)
os.symlink(build, os.path.join(top, "build"))
entries = []
for i, name in enumerate(("it's.c", "a $b c:d.c", "größe#.c")):
    path = os.path.join(source, name)
    with open(path, "w") as file:
        file.write("#include <pthread.h>\nextern pthread_spinlock_t L;\n")
        file.write("const char *Name%d = NAME;\n" % i)
        file.write("void f%d(void) {\n" % i)
        file.write("  pthread_spin_lock(&L);\n" * 2 + "}\n")
    words = ["cc", "-DNAME=\"$x 'y' \\\"z\\\" `w`\"", "-c", path]
    entries.append({"directory": build, "file": path, "arguments": words})
with open(os.path.join(build, "compile_commands.json"), "w") as file:
    json.dump(entries, file)
