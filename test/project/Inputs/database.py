"""database.py DIRECTORY [--arguments] COMMAND...

Writes DIRECTORY/compile_commands.json: an entry for each COMMAND, which runs in
DIRECTORY. The last word that ends like a source is its file. With --arguments,
entries have words in place of a command line.
"""

import json
import os
import shlex
import sys

directory, commands = sys.argv[1], sys.argv[2:]
as_words = "--arguments" in commands
entries = []
for command in commands:
    if command == "--arguments":
        continue
    words = shlex.split(command)
    sources = [w for w in words if w.endswith((".c", ".cpp", ".S", ".rs"))]
    entry = {"directory": os.path.abspath(directory), "file": sources[-1]}
    if as_words:
        entry["arguments"] = words
    else:
        entry["command"] = command
    entries.append(entry)
os.makedirs(directory, exist_ok=True)
with open(os.path.join(directory, "compile_commands.json"), "w") as file:
    json.dump(entries, file, indent=1)
