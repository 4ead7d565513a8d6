"""odd-names.py FOLDER: a build in FOLDER whose names have blanks, quotes and more."""

import json
import os
import sys

top = sys.argv[1]
build = os.path.join(top, "my build")
os.mkdir(build)
name = "it's \"a\" größe; $HOME.c"
with open(os.path.join(top, name), "w") as file:
    file.write(
        "#include <pthread.h>\n"
        "pthread_spinlock_t Lock;\n"
        "void f(void) { pthread_spin_lock(&Lock);\n"
        "  pthread_spin_lock(&Lock); }\n"
    )
words = ["gcc", "-c", "../" + name, "-o", name + ".o"]
entry = {"directory": build, "file": "../" + name, "arguments": words}
with open(os.path.join(build, "compile_commands.json"), "w") as file:
    json.dump([entry], file)
