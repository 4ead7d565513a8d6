"""terminal.py LOG COMMAND...: runs COMMAND with a terminal for standard error and
writes what appears there to LOG."""

import os
import pty
import subprocess
import sys

log, command = sys.argv[1], sys.argv[2:]
master, slave = pty.openpty()
environment = dict(os.environ, TERM="xterm")
environment.pop("CI", None)
if "CI=true" in command:
    command.remove("CI=true")
    environment["CI"] = "true"
child = subprocess.Popen(
    command, stdout=subprocess.DEVNULL, stderr=slave, env=environment
)
os.close(slave)
text = b""
while True:
    try:
        part = os.read(master, 65536)
    except OSError:  # (what Linux says when the last writer is gone)
        break
    if not part:
        break
    text += part
child.wait()
with open(log, "wb") as file:
    file.write(text.replace(b"\r\n", b"\n"))
