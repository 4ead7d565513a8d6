"""man-page.py SPINGUARD PAGE: fails if PAGE lacks an option or a command that the
help has, or, where there is groff, if that has something to say about it."""

import re
import shutil
import subprocess
import sys

spinguard, path = sys.argv[1:]
with open(path) as file:
    page = file.read()


def help_of(*command):
    return subprocess.run(
        [spinguard, *command, "--help"], capture_output=True, text=True, check=True
    ).stdout


missing = []
commands = re.findall(r"^  ([a-z]+)  ", help_of().split("COMMANDS:")[1], re.M)
for command in commands:
    if ".It Cm " + command not in page:
        missing.append(command)
    for option in re.findall(r"^  (--?[A-Za-z][a-z-]*)", help_of(command), re.M):
        # (mdoc puts the first dash.)
        if not re.search(r"Fl %s\b" % re.escape(option[1:]), page):
            missing.append(command + " " + option)
if missing:
    sys.exit("not in the man page: " + ", ".join(sorted(set(missing))))
if shutil.which("groff"):
    said = subprocess.run(
        ["groff", "-mandoc", "-Tutf8", "-ww", path], capture_output=True, text=True
    ).stderr
    if said:
        sys.exit(said)
