#!/usr/bin/env python3
"""Whether the work that an input takes grows as the input does.

    linear.py TOOL SHAPE SMALL LARGE

Makes the shape (see shapes.py) in both sizes, and compares the steps of the
analysis. They may grow by a tenth more than the size does: what is quadratic
grows by that factor once more. Nothing may be given up, and nothing found.
"""

import json
import os
import subprocess
import sys
import tempfile

tool, shape = sys.argv[1:3]
sizes = [int(size) for size in sys.argv[3:5]]
here = os.path.dirname(os.path.abspath(__file__))


def steps(size):
    with tempfile.NamedTemporaryFile(suffix=".ll") as code:
        subprocess.run(
            [sys.executable, os.path.join(here, "shapes.py"), shape, str(size)],
            stdout=code, check=True)
        run = subprocess.run(
            [tool, "check", "--format=json", "--stats", code.name],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    report = json.loads(run.stdout)
    if report["findings"] or report["giveUps"]:
        sys.exit("%s of %d: findings %s, given up %s" % (
            shape, size, report["findings"], report["giveUps"]))
    return report["stats"]["steps"]


small, large = (steps(size) for size in sizes)
print("%s: %d steps of %d, %d of %d" % (shape, small, sizes[0], large, sizes[1]))
if small == 0 or large * sizes[0] > 1.1 * small * sizes[1]:
    sys.exit("%s: the steps grow faster than the size" % shape)
