"""at-once.py N FILE COMMAND...: runs COMMAND N times at once; each must print
what is in FILE."""

import subprocess
import sys

count, path, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
with open(path) as file:
    expected = file.read()
children = [
    subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)
]
outputs = [child.communicate()[0] for child in children]
if any(output != expected for output in outputs):
    sys.exit("the reports differ")
