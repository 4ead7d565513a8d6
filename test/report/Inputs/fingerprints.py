"""fingerprints.py FILE: the rule and fingerprint of each finding of a report in
JSON or SARIF, sorted. There must be some, and no two may be the same."""
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
if "runs" in report:
    found = [(r["ruleId"], sorted(r["partialFingerprints"].values())[0])
             for r in report["runs"][0]["results"]]
else:
    found = [(f["rule"], f["fingerprint"]) for f in report["findings"]]
if not found or len(set(found)) != len(found):
    sys.exit("no findings, or one fingerprint twice: %s" % found)
for rule, mark in sorted(found):
    print(rule, mark)
