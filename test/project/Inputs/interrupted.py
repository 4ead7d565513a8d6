"""interrupted.py SIGNAL MARK STATUS COMMAND...: runs COMMAND, sends it SIGNAL (a
name) once the file MARK is there, and succeeds if it ends with STATUS. SIGNAL may
be several, with '+' between, for a mark each, MARK0, MARK1."""

import os
import signal
import subprocess
import sys
import time

signals, mark, status = sys.argv[1], sys.argv[2], int(sys.argv[3])
command = sys.argv[4:]
# (lit ignores it, and so would its children.)
signal.signal(signal.SIGINT, signal.SIG_DFL)
child = subprocess.Popen(command)
for number, name in enumerate(signals.split("+")):
    path = mark if "+" not in signals else mark + str(number)
    while not os.path.exists(path) and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(getattr(signal, name))
if child.wait() != status:
    sys.exit("exit status %d, expected %d" % (child.returncode, status))
