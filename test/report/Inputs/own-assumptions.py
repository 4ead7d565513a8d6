"""Gives each row of a SARIF log its own list of assumptions, and prints it."""
import json
import sys

log = json.load(open(sys.argv[1]))
for run in log["runs"]:
    bag = run["properties"]
    lists = bag.pop("assumptionLists")
    for row in bag["verdicts"] + bag["sites"]:
        row["assumptions"] = lists[row.pop("assumptionList")]
json.dump(log, sys.stdout)
