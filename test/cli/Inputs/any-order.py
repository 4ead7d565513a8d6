"""any-order.py TOOL FILE...: checks the files in every order, on one thread and
on several, in every format. The reports must be the same, byte for byte, and
have findings."""
import itertools
import subprocess
import sys

tool, files = sys.argv[1], sys.argv[2:]
failed = False
for form in ("text", "json", "sarif"):
    first = None
    for order in itertools.permutations(files):
        for jobs in ("1", "2", "8"):
            command = [tool, "check", "--format", form, "--jobs", jobs, *order]
            run = subprocess.run(command, capture_output=True)
            got = (run.returncode, run.stdout, run.stderr)
            if run.returncode != 1:
                sys.exit("exit status %d: %s" % (run.returncode, run.stderr))
            if first is None:
                first = got
            elif got != first:
                failed = True
                print("differs: %s" % " ".join(command[1:]))
sys.exit(failed)
