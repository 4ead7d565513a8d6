"""launcher.py LOG PROGRAM COMMAND...: notes COMMAND in LOG, and runs it."""

import os
import sys

with open(sys.argv[1], "a") as log:
    log.write("%s %s\n" % (os.environ["LAUNCHED"], sys.argv[3]))
os.execv(sys.argv[2], sys.argv[2:])
