#!/usr/bin/env python3
"""Runs SpinGuard over hard input and judges the report.

    judge.py TOOL FILE... [--expect RULE:FUNCTION]... [--sites N] [--complete]
             [--options "..."]

The tool must end by itself with exit status 0, 1 or 3 and print a report that
is JSON. Every finding must be one that is expected, as often as it is expected.
One that is missing is accepted only where the tool says that it gave up: with
a verdict Inconclusive of that rule, which has a reason. `--complete` accepts no
give-up at all.
"""

import argparse
import collections
import json
import shlex
import subprocess
import sys

parser = argparse.ArgumentParser()
parser.add_argument("tool")
parser.add_argument("files", nargs="+")
parser.add_argument("--expect", action="append", default=[])
parser.add_argument("--sites", type=int, help="number of lock sites")
parser.add_argument("--complete", action="store_true")
parser.add_argument("--options", default="")
args = parser.parse_args()

problems = []
command = [args.tool, "check", "--format=json"] + args.files
command += shlex.split(args.options)
try:
    run = subprocess.run(command, capture_output=True, timeout=300)
except subprocess.TimeoutExpired:
    print("still running after 5 minutes")
    sys.exit(1)
errors = run.stderr.decode("utf-8", "replace")
if run.returncode not in (0, 1, 3):
    print("exit status %d: %s" % (run.returncode, errors[-2000:]))
    sys.exit(1)
try:
    report = json.loads(run.stdout.decode("utf-8"))
except ValueError as error:
    print("not JSON in UTF-8: %s" % error)
    sys.exit(1)

given_up = collections.defaultdict(set)
for verdict in report["verdicts"]:
    if verdict["verdict"] == "inconclusive":
        given_up[verdict["rule"]].add(verdict["entryPoint"])
        if not verdict["reason"]:
            problems.append("an Inconclusive without a reason: %s" % verdict)

want = collections.Counter(args.expect)
got = collections.Counter(
    "%s:%s" % (f["rule"], f["function"]) for f in report["findings"]
)
for key in sorted(set(want) | set(got)):
    rule = key.split(":")[0]
    if got[key] > want[key]:
        problems.append(
            "%s reported %d times, expected %d" % (key, got[key], want[key])
        )
    elif got[key] < want[key] and not given_up[rule]:
        problems.append(
            "%s reported %d times, expected %d, and no verdict of %s is "
            "Inconclusive" % (key, got[key], want[key], rule)
        )

inconclusive = any(given_up.values())
if args.complete and inconclusive:
    problems.append("given up: %s" % {r: sorted(f)[:5] for r, f in given_up.items()}
                    + "".join("\n  " + v["reason"] for v in report["verdicts"]
                              if v["verdict"] == "inconclusive")[:1000])
if report["complete"] == inconclusive:
    problems.append("complete is %s, but inconclusive verdicts: %s"
                    % (report["complete"], inconclusive))
status = 1 if report["findings"] else 3 if inconclusive else 0
if run.returncode != status:
    problems.append("exit status %d, expected %d" % (run.returncode, status))
if args.sites is not None and len(report["sites"]) != args.sites:
    problems.append(
        "%d lock sites, expected %d" % (len(report["sites"]), args.sites)
    )

for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
