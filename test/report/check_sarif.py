#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks that a file is a SARIF 2.1.0 log as SpinGuard writes them.

    check_sarif.py FILE...      check files; "-" is standard input
    check_sarif.py --self-test  check that bad logs are found bad

Standard library only. It knows the part of the public SARIF schema that
SpinGuard uses (an object with a property it does not know is reported), the
rules of the standard that a schema cannot express, the limits of code-scanning
services, and what SpinGuard promises beyond: relative URIs, a fingerprint for
each result, no message that could be taken for a link or a placeholder.

Problems are printed one a line, "FILE: /runs/0/results/3/level: what is wrong";
the exit code is 1 if there are any.
"""

import copy
import json
import re
import sys

MAX_RESULTS = 25000
MAX_FLOW_LOCATIONS = 10000

# --- The schema -------------------------------------------------------------
#
# Object name -> property -> type. "!" after a property's name: required.
# Types: text (non-empty), string, bool, number, an enumeration "a|b",
# int>=N, uri, [T] (list), [T]+ (non-empty list), {T} (map), an object's name, bag.

LEVEL = "none|note|warning|error"

SCHEMA = {
    "log": {"$schema": "string", "version!": "2.1.0|", "runs!": "[run]+",
            "properties": "bag"},
    "run": {"tool!": "tool", "invocations": "[invocation]",
            "originalUriBaseIds": "{artifactLocation}",
            "artifacts": "[artifact]", "results!": "[result]",
            "columnKind": "utf16CodeUnits|unicodeCodePoints",
            "language": "string", "automationDetails": "automationDetails",
            "properties": "bag"},
    "automationDetails": {"id": "text", "guid": "string",
                          "description": "message", "properties": "bag"},
    "tool": {"driver!": "toolComponent", "properties": "bag"},
    "toolComponent": {"name!": "text", "version": "text",
                      "semanticVersion": "text", "informationUri": "string",
                      "organization": "string", "fullName": "string",
                      "rules": "[reportingDescriptor]",
                      "notifications": "[reportingDescriptor]",
                      "properties": "bag"},
    "reportingDescriptor": {
        "id!": "text", "name": "text",
        "shortDescription": "multiformat", "fullDescription": "multiformat",
        "help": "multiformat", "helpUri": "string",
        "defaultConfiguration": "reportingConfiguration",
        "properties": "bag"},
    "reportingConfiguration": {"level": LEVEL, "enabled": "bool",
                               "rank": "number", "properties": "bag"},
    "multiformat": {"text!": "text", "markdown": "text", "properties": "bag"},
    "message": {"text!": "text", "markdown": "text", "properties": "bag"},
    "invocation": {"executionSuccessful!": "bool", "exitCode": "int",
                   "commandLine": "string", "arguments": "[string]",
                   "toolExecutionNotifications": "[notification]",
                   "toolConfigurationNotifications": "[notification]",
                   "properties": "bag"},
    "notification": {"message!": "message", "level": LEVEL,
                     "descriptor": "descriptorReference",
                     "associatedRule": "descriptorReference",
                     "locations": "[location]", "properties": "bag"},
    "descriptorReference": {"id": "text", "index": "int>=0",
                            "properties": "bag"},
    "artifact": {"location": "artifactLocation", "length": "int>=0",
                 "mimeType": "text", "sourceLanguage": "text",
                 "roles": "[string]", "hashes": "{string}",
                 "properties": "bag"},
    "artifactLocation": {"uri": "uri", "uriBaseId": "text", "index": "int>=0",
                         "description": "message", "properties": "bag"},
    "result": {"ruleId!": "text", "ruleIndex!": "int>=0",
               "kind": "notApplicable|pass|fail|review|open|informational",
               "level!": LEVEL, "message!": "message",
               "locations!": "[location]",
               "partialFingerprints!": "{text}", "fingerprints": "{text}",
               "codeFlows": "[codeFlow]", "relatedLocations": "[location]",
               "graphs": "[graph]",
               "suppressions": "[suppression]",
               "baselineState": "new|unchanged|updated|absent",
               "rank": "number", "occurrenceCount": "int>=1",
               "properties": "bag"},
    "suppression": {"kind!": "inSource|external",
                    "status": "accepted|underReview|rejected",
                    "justification": "string", "location": "location",
                    "guid": "string", "properties": "bag"},
    "location": {"id": "int>=0", "physicalLocation": "physicalLocation",
                 "logicalLocations": "[logicalLocation]",
                 "message": "message", "properties": "bag"},
    "physicalLocation": {"artifactLocation!": "artifactLocation",
                         "region": "region", "contextRegion": "region",
                         "properties": "bag"},
    "region": {"startLine!": "int>=1", "startColumn": "int>=1",
               "endLine": "int>=1", "endColumn": "int>=1",
               "snippet": "snippet", "properties": "bag"},
    "snippet": {"text": "string", "properties": "bag"},
    "logicalLocation": {"name": "text", "fullyQualifiedName": "text",
                        "decoratedName": "text", "kind": "text",
                        "index": "int>=0", "parentIndex": "int>=0",
                        "properties": "bag"},
    "graph": {"description": "message", "nodes": "[node]",
              "edges": "[edge]", "properties": "bag"},
    "node": {"id!": "text", "label": "message", "location": "location",
             "properties": "bag"},
    "edge": {"id!": "text", "label": "message", "sourceNodeId!": "text",
             "targetNodeId!": "text", "properties": "bag"},
    "codeFlow": {"threadFlows!": "[threadFlow]+", "message": "message",
                 "properties": "bag"},
    "threadFlow": {"locations!": "[threadFlowLocation]+", "id": "string",
                   "message": "message", "properties": "bag"},
    "threadFlowLocation": {
        "location": "location", "kinds": "[text]", "state": "{multiformat}",
        "nestingLevel": "int>=0", "executionOrder": "int>=0",
        "importance": "important|essential|unimportant", "index": "int>=0",
        "module": "string", "properties": "bag"},
}

# The same, ready for use: kind -> (property -> type, required properties).
OBJECTS = {
    kind: ({key.rstrip("!"): value for key, value in properties.items()},
           [key[:-1] for key in properties if key.endswith("!")])
    for kind, properties in SCHEMA.items()}

# RFC 3986, a relative reference without authority: no scheme, not absolute.
URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-Fa-f]{2})+\Z")
LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*)\)")
FINGERPRINT = re.compile(r"[0-9a-f]{32}\Z")


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)


class Checker:
    """Collects the problems of one log."""

    def __init__(self, max_results=MAX_RESULTS,
                 max_flow_locations=MAX_FLOW_LOCATIONS):
        self.problems = []
        self.max_results = max_results
        self.max_flow_locations = max_flow_locations

    def problem(self, where, what):
        self.problems.append("%s: %s" % (where or "/", what))

    # --- Shape --------------------------------------------------------------

    def shape(self, value, kind, where):
        """Checks value against a type of SCHEMA; true if it is right so far
        that its content can be looked at."""
        if kind.startswith("["):
            return self.list_shape(value, kind, where)
        if kind.startswith("{"):
            if not isinstance(value, dict):
                return self.wrong(where, "an object", value)
            return all([self.shape(v, kind[1:-1], where + "/" + escape(k))
                        for k, v in value.items()])
        if kind in SCHEMA:
            return self.object_shape(value, kind, where)
        if kind == "bag":
            if not isinstance(value, dict):
                return self.wrong(where, "a property bag", value)
            tags = value.get("tags", [])
            if not isinstance(tags, list) or not all(
                    isinstance(t, str) for t in tags):
                return self.wrong(where + "/tags", "a list of strings", tags)
            if len(tags) != len(set(tags)):
                self.problem(where + "/tags", "has duplicates")
            return True
        if kind == "bool":
            return isinstance(value, bool) or self.wrong(where, kind, value)
        if kind == "number":
            return (is_int(value) or isinstance(value, float)
                    or self.wrong(where, "a number", value))
        if kind.startswith("int"):
            if not is_int(value):
                return self.wrong(where, "an integer", value)
            if ">=" in kind and value < int(kind.split(">=")[1]):
                return self.wrong(where, kind, value)
            return True
        if not isinstance(value, str):
            return self.wrong(where, "a string", value)
        if "|" in kind:
            return (value in kind.split("|") and value != ""
                    or self.wrong(where, "one of " + kind.strip("|"), value))
        if kind == "text" and not value:
            return self.wrong(where, "a non-empty string", value)
        if kind == "uri":
            self.uri(value, where)
        return True

    def list_shape(self, value, kind, where):
        item = kind.rstrip("+")[1:-1]
        if not isinstance(value, list):
            return self.wrong(where, "a list", value)
        if kind.endswith("+") and not value:
            return self.wrong(where, "a non-empty list", value)
        return all([self.shape(v, item, "%s/%d" % (where, i))
                    for i, v in enumerate(value)])

    def object_shape(self, value, kind, where):
        if not isinstance(value, dict):
            return self.wrong(where, "an object", value)
        good = True
        properties, required = OBJECTS[kind]
        for key in required:
            if key not in value:
                self.problem(where, "has no '%s'" % key)
                good = False
        for key, item in value.items():
            if key not in properties:
                self.problem(where, "has an unknown property '%s'" % key)
                good = False
            elif not self.shape(item, properties[key],
                                where + "/" + escape(key)):
                good = False
        return good

    def wrong(self, where, wanted, value):
        shown = json.dumps(value)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        self.problem(where, "must be %s, not %s" % (wanted, shown))
        return False

    def uri(self, uri, where):
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", uri) or uri.startswith("/"):
            self.problem(where, "is not relative: %r" % uri)
        elif not URI.match(uri):
            self.problem(where, "is not a valid URI reference: %r" % uri)
        elif ".." in uri.split("/"):
            self.problem(where, "leaves the source root: %r" % uri)

    # --- Meaning ------------------------------------------------------------

    def log(self, log):
        if not self.shape(log, "log", ""):
            return
        for i, run in enumerate(log["runs"]):
            self.run(run, "/runs/%d" % i)

    def run(self, run, where):
        driver = run["tool"]["driver"]
        rules = [r["id"] for r in driver.get("rules", [])]
        notices = [n["id"] for n in driver.get("notifications", [])]
        for ids, key in (rules, "rules"), (notices, "notifications"):
            if len(ids) != len(set(ids)):
                self.problem("%s/tool/driver/%s" % (where, key),
                             "has two descriptors of one id")
        if len(run["results"]) > self.max_results:
            self.problem(where + "/results", "has %d results, more than %d"
                         % (len(run["results"]), self.max_results))
        self.artifacts(run, where)
        self.all_or_none(run["results"], "baselineState", where)
        self.all_or_none(run["results"], "suppressions", where)
        for i, result in enumerate(run["results"]):
            self.result(result, rules, "%s/results/%d" % (where, i))
        for i, invocation in enumerate(run.get("invocations", [])):
            for key in ("toolExecutionNotifications",
                        "toolConfigurationNotifications"):
                for j, notice in enumerate(invocation.get(key, [])):
                    at = "%s/invocations/%d/%s/%d" % (where, i, key, j)
                    reference = notice.get("descriptor", {})
                    self.reference(reference, notices, at + "/descriptor")
        self.messages(run, where)
        self.verdicts(run, where)

    def reference(self, reference, ids, where):
        index = reference.get("index")
        if index is None:
            return
        if index >= len(ids):
            self.problem(where + "/index", "is out of range")
        elif reference.get("id", ids[index]) != ids[index]:
            self.problem(where, "id and index name different descriptors")

    def artifacts(self, run, where):
        """Every artifact location agrees with run.artifacts, and its base is
        defined."""
        known = [a.get("location", {}).get("uri")
                 for a in run.get("artifacts", [])]
        if len(known) != len(set(known)):
            self.problem(where + "/artifacts", "has one URI twice")
        bases = run.get("originalUriBaseIds", {})
        for base, location in bases.items():
            if "uri" in location and not location["uri"].endswith("/"):
                self.problem("%s/originalUriBaseIds/%s" % (where, base),
                             "does not end in '/'")

        def visit(value, at):
            if isinstance(value, list):
                for i, item in enumerate(value):
                    visit(item, "%s/%d" % (at, i))
            elif isinstance(value, dict):
                for key, item in value.items():
                    below = at + "/" + escape(key)
                    if key in ("properties", "originalUriBaseIds"):
                        continue
                    if key == "artifactLocation" or (
                            key == "location" and "/artifacts/" in at):
                        check(item, below)
                    else:
                        visit(item, below)

        def check(location, at):
            if "uri" not in location and "index" not in location:
                self.problem(at, "has neither uri nor index")
            base = location.get("uriBaseId")
            if base is not None and base not in bases:
                self.problem(at + "/uriBaseId",
                             "'%s' is not in originalUriBaseIds" % base)
            index = location.get("index")
            if index is None:
                return
            if index >= len(known):
                self.problem(at + "/index", "is out of range")
            elif location.get("uri", known[index]) != known[index]:
                self.problem(at, "uri and index name different artifacts")

        visit(run, where)

    def result(self, result, rules, where):
        if result["ruleIndex"] >= len(rules):
            self.problem(where + "/ruleIndex", "is out of range")
        elif rules[result["ruleIndex"]] != result["ruleId"]:
            self.problem(where, "ruleId '%s' is not the id of rule %d, '%s'"
                         % (result["ruleId"], result["ruleIndex"],
                            rules[result["ruleIndex"]]))
        if result.get("kind", "fail") != "fail" and result["level"] != "none":
            self.problem(where + "/level",
                         "must be none unless the kind is fail")
        fingerprint = result["partialFingerprints"].get("spinguard/v1")
        if fingerprint is None:
            self.problem(where + "/partialFingerprints",
                         "has no 'spinguard/v1'")
        elif not FINGERPRINT.match(fingerprint):
            self.problem(where + "/partialFingerprints/spinguard~1v1",
                         "is not 32 hexadecimal digits: %r" % fingerprint)

        for key in "locations", "relatedLocations":
            for i, location in enumerate(result.get(key, [])):
                at = "%s/%s/%d" % (where, key, i)
                if not ("physicalLocation" in location
                        or location.get("logicalLocations")):
                    self.problem(at, "names no place")
                self.regions(location, at)
        ids = [l["id"] for l in result.get("relatedLocations", [])
               if "id" in l]
        if len(ids) != len(set(ids)):
            self.problem(where + "/relatedLocations", "have one id twice")
        for target in LINK.findall(result["message"]["text"]):
            if not target[1].isdigit() or int(target[1]) not in ids:
                self.problem(where + "/message/text",
                             "links to '%s', which is no related location"
                             % target[1])

        for i, graph in enumerate(result.get("graphs", [])):
            self.graph(graph, "%s/graphs/%d" % (where, i))
        steps = sum(len(thread["locations"])
                    for flow in result.get("codeFlows", [])
                    for thread in flow["threadFlows"])
        if steps > self.max_flow_locations:
            self.problem(where + "/codeFlows", "have %d steps, more than %d"
                         % (steps, self.max_flow_locations))
        for i, flow in enumerate(result.get("codeFlows", [])):
            for j, thread in enumerate(flow["threadFlows"]):
                self.thread_flow(thread, "%s/codeFlows/%d/threadFlows/%d"
                                 % (where, i, j))

    def thread_flow(self, thread, where):
        locations = thread["locations"]
        last = -1
        for i, step in enumerate(locations):
            at = "%s/locations/%d" % (where, i)
            order = step.get("executionOrder")
            if order is not None:
                if order <= last:
                    self.problem(at + "/executionOrder", "does not increase")
                last = order
            if "location" not in step and "index" not in step:
                self.problem(at, "has neither location nor index")
            self.regions(step.get("location", {}), at + "/location")

    def graph(self, graph, where):
        nodes = [node["id"] for node in graph.get("nodes", [])]
        if len(nodes) != len(set(nodes)):
            self.problem(where + "/nodes", "have one id twice")
        for i, edge in enumerate(graph.get("edges", [])):
            for key in "sourceNodeId", "targetNodeId":
                if edge[key] not in nodes:
                    self.problem("%s/edges/%d/%s" % (where, i, key),
                                 "names no node")

    def all_or_none(self, results, key, where):
        """What one result of a run tells of, all must."""
        having = sum(key in result for result in results)
        if having not in (0, len(results)):
            self.problem(where + "/results", "only %d of %d have '%s'"
                         % (having, len(results), key))

    def regions(self, location, where):
        region = location.get("physicalLocation", {}).get("region")
        if region is None:
            return
        line, end = region["startLine"], region.get("endLine")
        if end is not None and end < line:
            self.problem(where, "ends before it begins")
        if (end in (None, line) and "endColumn" in region
                and region["endColumn"] < region.get("startColumn", 1)):
            self.problem(where, "ends before it begins")

    def messages(self, run, where):
        """No message holds a placeholder, for none comes with arguments."""
        def visit(value, at):
            if isinstance(value, list):
                for i, item in enumerate(value):
                    visit(item, "%s/%d" % (at, i))
            elif isinstance(value, dict):
                for key, item in value.items():
                    below = at + "/" + escape(key)
                    if key == "properties":
                        continue
                    if key in ("text", "markdown") and isinstance(item, str):
                        rest = item.replace("{{", "").replace("}}", "")
                        if "{" in rest or "}" in rest:
                            self.problem(below, "has a single brace: %r"
                                         % item[:60])
                    visit(item, below)

        visit(run, where)

    def assumption_list(self, row, lists, at):
        number = row.get("assumptionList")
        if not is_int(number) or not 0 <= number < len(lists):
            self.problem(at + "/assumptionList",
                         "%r is no list of assumptions" % number)

    def verdicts(self, run, where):
        """SpinGuard's own property bag."""
        bag = run.get("properties", {})
        assumptions = bag.get("assumptions", [])
        lists = bag.get("assumptionLists", [])
        for i, items in enumerate(lists):
            for index in items:
                if not is_int(index) or not 0 <= index < len(assumptions):
                    self.problem("%s/properties/assumptionLists/%d"
                                 % (where, i), "%r is no assumption" % index)
        for i, verdict in enumerate(bag.get("verdicts", [])):
            at = "%s/properties/verdicts/%d" % (where, i)
            self.shape(verdict.get("verdict"),
                       "pass|defect|notApplicable|inconclusive",
                       at + "/verdict")
            self.assumption_list(verdict, lists, at)
        for i, site in enumerate(bag.get("sites", [])):
            self.shape(site.get("status"),
                       "proven|reported|unproven|unreached",
                       "%s/properties/sites/%d/status" % (where, i))
            self.assumption_list(site, lists,
                                 "%s/properties/sites/%d" % (where, i))
        for key in "verdicts", "sites":
            for i, item in enumerate(bag.get(key, [])):
                if "uri" in item:
                    self.uri(item["uri"],
                             "%s/properties/%s/%d/uri" % (where, key, i))


def escape(key):
    """A key as a JSON pointer has it."""
    return key.replace("~", "~0").replace("/", "~1")


def no_duplicates(pairs):
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("an object has one key twice")
    return result


def no_constant(name):
    raise ValueError("%s is not JSON" % name)


def check_text(data, **limits):
    """The problems of a log given as bytes."""
    checker = Checker(**limits)
    try:
        log = json.loads(data.decode("utf-8"), object_pairs_hook=no_duplicates,
                         parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        return ["/: is not a JSON document in UTF-8: %s" % error]
    checker.log(log)
    return checker.problems


# --- Self-test ----------------------------------------------------------------

def good_log():
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": "src/a%20b.c", "uriBaseId": "SRCROOT",
                                 "index": 0},
            "region": {"startLine": 3, "startColumn": 5}},
        "logicalLocations": [{"fullyQualifiedName": "f", "kind": "function"}]}
    step = {"location": dict(location, message={"text": "taken here"}),
            "kinds": ["acquire", "lock"], "nestingLevel": 0,
            "executionOrder": 1}
    return {
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "SpinGuard",
                "rules": [{"id": "r0"}, {"id": "r1"}],
                "notifications": [{"id": "give-up"}]}},
            "originalUriBaseIds": {"SRCROOT": {
                "description": {"text": "The root."}}},
            "invocations": [{
                "executionSuccessful": True,
                "toolExecutionNotifications": [{
                    "descriptor": {"id": "give-up", "index": 0},
                    "level": "warning", "message": {"text": "budget"}}]}],
            "artifacts": [{"location": {"uri": "src/a%20b.c",
                                        "uriBaseId": "SRCROOT", "index": 0}}],
            "results": [{
                "ruleId": "r1", "ruleIndex": 1, "level": "error",
                "message": {"text": "again, see [here](1), {{x}}, a[0]"},
                "locations": [location],
                "partialFingerprints": {"spinguard/v1": "0f" * 16},
                "relatedLocations": [dict(location, id=1)],
                "baselineState": "new",
                "suppressions": [{"kind": "inSource", "status": "accepted",
                                  "justification": "why",
                                  "location": location}],
                "graphs": [{"nodes": [{"id": "0", "label": {"text": "A"}},
                                      {"id": "1"}],
                            "edges": [{"id": "0", "sourceNodeId": "0",
                                       "targetNodeId": "1"}]}],
                "codeFlows": [{"threadFlows": [{"locations": [step]}]}]}],
            "properties": {
                "assumptions": ["a"],
                "assumptionLists": [[], [0]],
                "verdicts": [{"verdict": "pass", "assumptionList": 1}],
                "sites": [{"status": "proven", "uri": "src/a%20b.c",
                           "assumptionList": 0}]}}]}


REMOVE = object()

# Each row breaks the good log in one place: path, new value, and a part of the
# problem that is to be found.
BAD = [
    ("version", "2.0.0", "one of 2.1.0"),
    ("version", REMOVE, "no 'version'"),
    ("runs", [], "non-empty list"),
    ("extra", 1, "unknown property 'extra'"),
    ("runs/0/tool", REMOVE, "no 'tool'"),
    ("runs/0/tool/driver/name", "", "non-empty string"),
    ("runs/0/tool/driver/rules/0/id", "r1", "two descriptors of one id"),
    ("runs/0/results", REMOVE, "no 'results'"),
    ("runs/0/invocations/0/executionSuccessful", "yes", "must be bool"),
    ("runs/0/invocations/0/toolExecutionNotifications/0/message", REMOVE,
     "no 'message'"),
    ("runs/0/invocations/0/toolExecutionNotifications/0/descriptor/index", 4,
     "out of range"),
    ("runs/0/invocations/0/toolExecutionNotifications/0/descriptor/id", "x",
     "different descriptors"),
    ("runs/0/results/0/level", "fatal", "one of none|note|warning|error"),
    ("runs/0/results/0/kind", "bad", "one of notApplicable"),
    ("runs/0/results/0/kind", "pass", "must be none"),
    ("runs/0/results/0/ruleIndex", 0, "is not the id of rule 0"),
    ("runs/0/results/0/ruleIndex", 7, "out of range"),
    ("runs/0/results/0/ruleIndex", True, "an integer"),
    ("runs/0/results/0/message/text", "", "non-empty string"),
    ("runs/0/results/0/message/text", "see [x](2)", "no related location"),
    ("runs/0/results/0/message/text", "a {0}", "single brace"),
    ("runs/0/results/0/partialFingerprints", REMOVE,
     "no 'partialFingerprints'"),
    ("runs/0/results/0/partialFingerprints", {}, "no 'spinguard/v1'"),
    ("runs/0/results/0/partialFingerprints/spinguard~1v1", "12",
     "32 hexadecimal digits"),
    ("runs/0/results/0/locations/0", {}, "names no place"),
    ("runs/0/results/0/locations/0/physicalLocation/region/startLine", 0,
     "int>=1"),
    ("runs/0/results/0/locations/0/physicalLocation/region/startColumn", 0,
     "int>=1"),
    ("runs/0/results/0/locations/0/physicalLocation/region/endLine", 2,
     "ends before it begins"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "/src/a.c", "not relative"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "file:///src/a.c", "not relative"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "C:/src/a.c", "not relative"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "src\\a.c", "not a valid URI"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "src/a b.c", "not a valid URI"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "src/a%2.c", "not a valid URI"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "../a.c", "leaves the source root"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
     "src/other.c", "different artifacts"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/index", 9,
     "out of range"),
    ("runs/0/results/0/locations/0/physicalLocation/artifactLocation/uriBaseId",
     "ROOT", "not in originalUriBaseIds"),
    ("runs/0/results/0/relatedLocations/0/id", -1, "int>=0"),
    ("runs/0/results/0/codeFlows/0/threadFlows", [], "non-empty list"),
    ("runs/0/results/0/codeFlows/0/threadFlows/0/locations", [],
     "non-empty list"),
    ("runs/0/results/0/codeFlows/0/threadFlows/0/locations/0/nestingLevel",
     "0", "an integer"),
    ("runs/0/results/0/codeFlows/0/threadFlows/0/locations/0/importance",
     "high", "one of important"),
    ("runs/0/results/0/codeFlows/0/threadFlows/0/locations/0/location", REMOVE,
     "neither location nor index"),
    ("runs/0/properties/verdicts/0/verdict", "Pass", "one of pass|defect"),
    ("runs/0/properties/assumptionLists/1", [1], "is no assumption"),
    ("runs/0/properties/verdicts/0/assumptionList", 2, "is no list"),
    ("runs/0/properties/sites/0/status", "fine", "one of proven"),
    ("runs/0/properties/sites/0/uri", "/src/a.c", "not relative"),
]


def broken(path, value):
    log = copy.deepcopy(good_log())
    at, keys = log, [k.replace("~1", "/") for k in path.split("/")]
    for key in keys[:-1]:
        at = at[int(key)] if isinstance(at, list) else at[key]
    key = int(keys[-1]) if isinstance(at, list) else keys[-1]
    if value is REMOVE:
        del at[key]
    else:
        at[key] = value
    return log


def self_test():
    failures = []

    def expect(name, data, wanted, **limits):
        problems = check_text(data, **limits)
        if not wanted and problems:
            failures.append("%s: is good, but found: %s" % (name, problems))
        elif wanted and not any(wanted in p for p in problems):
            failures.append("%s: wanted '%s', found: %s"
                            % (name, wanted, problems))

    def encode(log):
        return json.dumps(log).encode("utf-8")

    expect("the good log", encode(good_log()), "")
    for path, value, wanted in BAD:
        name = "%s = %s" % (path, "nothing" if value is REMOVE else value)
        expect(name, encode(broken(path, value)), wanted)

    two_steps = good_log()
    flow = two_steps["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"][0]
    flow["locations"].append(copy.deepcopy(flow["locations"][0]))
    expect("equal execution orders", encode(two_steps), "does not increase")
    flow["locations"] = [dict(flow["locations"][0], executionOrder=i)
                         for i in range(4)]
    expect("a flow at the limit", encode(two_steps), "", max_flow_locations=4)
    expect("a long flow", encode(two_steps), "more than 3",
           max_flow_locations=3)
    many = good_log()
    many["runs"][0]["results"] *= 4
    expect("results at the limit", encode(many), "", max_results=4)
    expect("many results", encode(many), "more than 3", max_results=3)
    twice = good_log()
    twice["runs"][0]["results"][0]["relatedLocations"] *= 2
    expect("ids that are not unique", encode(twice), "one id twice")

    mixed = good_log()
    second = copy.deepcopy(mixed["runs"][0]["results"][0])
    del second["baselineState"]
    mixed["runs"][0]["results"].append(second)
    expect("a baseline for one of two", encode(mixed), "only 1 of 2 have")

    expect("no JSON", b"{", "not a JSON document")
    expect("invalid UTF-8", b'{"version": "\xff"}', "not a JSON document")
    expect("a key twice", b'{"version": 1, "version": 2}', "one key twice")
    expect("NaN", b'{"version": NaN}', "NaN is not JSON")
    expect("a list", b"[]", "must be an object")

    for failure in failures:
        print("self-test: " + failure)
    print("self-test: %s" % ("FAILED" if failures else "passed"))
    return 1 if failures else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if not arguments or any(a.startswith("--") for a in arguments):
        sys.stderr.write(__doc__)
        return 2
    status = 0
    for name in arguments:
        try:
            if name == "-":
                data = sys.stdin.buffer.read()
            else:
                with open(name, "rb") as file:
                    data = file.read()
        except OSError as error:
            sys.stderr.write("%s: %s\n" % (name, error.strerror))
            status = 2
            continue
        problems = check_text(data)
        for problem in problems[:100]:
            print("%s: %s" % (name, problem))
        if len(problems) > 100:
            print("%s: %d further problems" % (name, len(problems) - 100))
        if problems:
            status = max(status, 1)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
