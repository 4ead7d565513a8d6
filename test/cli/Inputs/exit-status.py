"""exit-status.py STATUS COMMAND...: succeeds if COMMAND ends with STATUS."""

import subprocess
import sys

expected, command = int(sys.argv[1]), sys.argv[2:]
status = subprocess.run(command).returncode
if status != expected:
    print("exit status %d, expected %d: %s" % (status, expected, command))
    sys.exit(1)
