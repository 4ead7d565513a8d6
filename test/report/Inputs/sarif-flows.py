"""sarif-flows.py FILE RULE...: the log has exactly results of these rules, in
any order, and every result has a code flow with a path of two steps or more."""
import json
import sys

run = json.load(open(sys.argv[1], encoding="utf-8"))["runs"][0]
rules = sorted(r["ruleId"] for r in run["results"])
if rules != sorted(sys.argv[2:]):
    sys.exit("results of %s" % rules)
for result in run["results"]:
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    if len(steps) < 2:
        sys.exit("a flow of %d step: %s" % (len(steps), result["message"]))
