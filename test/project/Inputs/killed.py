"""killed.py FOLDER TIMES COMMAND...: runs COMMAND TIMES times and kills it, each
time a little later, by SIGKILL; then runs it to its end. Its report must be what
it is without a cache, and a run after that must compile nothing, whatever is left
in the cache. (When it is killed depends on the machine; what must be true then
does not.)"""

import subprocess
import sys
import time

times, command = int(sys.argv[1]), sys.argv[2:]


def report(*options):
    run = subprocess.run(command + list(options), stdout=subprocess.PIPE)
    return run.returncode, run.stdout


begin = time.monotonic()
expected = report("--cache", "off")
span = time.monotonic() - begin
for i in range(times):
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(span * (i + 1) / (times + 2))
    child.kill()
    child.wait()
for _ in range(2):
    got = report()
    if got != expected:
        sys.exit("another report after SIGKILL: %r, not %r" % (got, expected))
