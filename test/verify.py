#!/usr/bin/env python3
"""Compiles a source file and compares SpinGuard's findings with its markers.

A test file holds one behaviour in two versions that differ by one line or so:

    #ifndef SOUND
      return -1;            // DEFECT: held-at-exit
    #endif

Compiled plainly, SpinGuard must report exactly the marked findings: the rule
at the line, and nothing else. Compiled with -DSOUND it must report nothing,
and every verdict must be Pass or Not Applicable. Both at every level.

  // DEFECT: rule                  a finding of the rule is reported on this line
  // DEFECT: rule, rule            several
  // DEFECT(O0,O1): rule           only at these levels
  // LOCK: text                    (same line) the finding names this lock
  // CONFIDENCE: low               (same line) how certain the finding is

At O2 the line of a return may be lost; there a finding must name the same rule
and function as a marker, but for the line. What lies between `#ifdef SOUND`
and `#else` or `#endif` has no markers that count in the plain version.

usage: verify.py --spinguard TOOL --cc COMMAND [options] FILE
"""
import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

LEVELS = {
    "O0": ["-O0", "-Xclang", "-disable-O0-optnone"],
    "O1": ["-O1", "-Xclang", "-disable-llvm-passes"],
    "O2": ["-O2"],
}
MARKER = re.compile(r"DEFECT(?:\(([\w,]+)\))?:\s*([\w-]+(?:\s*,\s*[\w-]+)*)")
PROMPT = "not-promptly-released"
LOCK = re.compile(r"LOCK:\s*(.+?)\s*(?:\*/|CONFIDENCE:|$)")
SURE = re.compile(r"CONFIDENCE:\s*(low|medium|high)")


def markers(path, level, sound):
    """(line, rule, lock or None, confidence or None) that must be reported."""
    result = []
    if sound:
        return result
    skip = []  # For each open #if: is this branch compiled?
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        text = line.strip()
        if re.match(r"#\s*ifdef\s+SOUND\b", text):
            skip.append(True)
        elif re.match(r"#\s*ifndef\s+SOUND\b", text):
            skip.append(False)
        elif re.match(r"#\s*if", text):
            skip.append(None)
        elif re.match(r"#\s*else", text) and skip and skip[-1] is not None:
            skip[-1] = not skip[-1]
        elif re.match(r"#\s*endif", text) and skip:
            skip.pop()
        if True in skip:
            continue
        found = MARKER.search(line)
        if not found:
            continue
        if found.group(1) and level not in found.group(1).split(","):
            continue
        lock = LOCK.search(line)
        sure = SURE.search(line)
        for rule in re.split(r"\s*,\s*", found.group(2)):
            result.append((number, rule, lock.group(1) if lock else None,
                           sure.group(1) if sure else None))
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--spinguard", required=True)
    parser.add_argument("--cc", required=True)
    parser.add_argument("--levels", default="O0,O1,O2")
    parser.add_argument("--flags", default="", help="for the compiler")
    parser.add_argument("--check", default="", help="options of the tool")
    parser.add_argument("--rules", default="", help="rules to select")
    parser.add_argument("--no-sound", action="store_true")
    parser.add_argument("--allow-inconclusive", action="store_true")
    parser.add_argument("files", nargs="+", help="one program; the first has the markers")
    args = parser.parse_args()

    failures = []
    # Loops and delays are there for the sake of other rules, too: a test of
    # this one names it.
    prompt = any(PROMPT in open(f, encoding="utf-8").read() for f in args.files)
    with tempfile.TemporaryDirectory() as folder:
        for level in args.levels.split(","):
            for sound in [False] if args.no_sound else [False, True]:
                bitcode = []
                for index, source in enumerate(args.files):
                    out = os.path.join(folder, "%d.bc" % index)
                    command = (
                        shlex.split(args.cc)
                        + LEVELS[level]
                        + ["-g", "-emit-llvm", "-c", source, "-o", out]
                        + shlex.split(args.flags)
                        + (["-DSOUND"] if sound else [])
                    )
                    subprocess.run(command, check=True)
                    bitcode.append(out)
                command = [args.spinguard, "check", "--format=json", "--confidence=low"] + bitcode
                if args.rules:
                    command.append("--rules=" + args.rules)
                command += shlex.split(args.check)
                run = subprocess.run(command, capture_output=True, text=True)
                where = "%s%s" % (level, ", sound" if sound else "")
                if run.returncode not in (0, 1, 3):
                    failures.append(
                        "%s: exit status %d: %s" % (where, run.returncode, run.stderr)
                    )
                    continue
                report = json.loads(run.stdout)
                got = []
                for finding in report["findings"]:
                    if finding["rule"] == PROMPT and not prompt:
                        continue
                    place = finding.get("location") or {}
                    # An inversion has several places, and a marker names one.
                    places = [place]
                    if finding["rule"] == "lock-order-inversion":
                        places += [
                            p["path"][-1].get("location") or {}
                            for p in finding.get("relatedPaths", []) if p["path"]
                        ]
                    got.append(
                        (place.get("line", 0), finding["rule"], finding["lock"],
                         os.path.basename(place.get("file", "?")),
                         {(p.get("line", 0), os.path.basename(p.get("file", "?")))
                          for p in places},
                         finding["confidence"])
                    )
                want = []
                for source in args.files:
                    for line, rule, lock, sure in markers(source, level, sound):
                        want.append((line, rule, lock, sure, os.path.basename(source)))
                left = list(got)
                for line, rule, lock, sure, name in want:
                    match = [
                        g for g in left
                        if g[1] == rule
                        and (lock is None or g[2] == lock or level == "O2")
                        and ((line, name) in g[4] or
                             (level == "O2" and rule in ("held-at-exit", "inconsistent-exit", "lock-lifetime")))
                    ]
                    if match:
                        left.remove(match[0])
                        if sure and match[0][5] != sure:
                            failures.append(
                                "%s: %s:%d: %s is of %s confidence, not %s"
                                % (where, name, line, rule, match[0][5], sure)
                            )
                    else:
                        failures.append(
                            "%s: %s:%d: expected %s%s"
                            % (where, name, line, rule, " of " + lock if lock else "")
                        )
                for line, rule, lock, name, _, _ in left:
                    failures.append(
                        "%s: %s:%d: did not expect %s of %s" % (where, name, line, rule, lock)
                    )
                bad = [
                    v for v in report["verdicts"]
                    if (v["rule"] != PROMPT or prompt)
                    and (
                        v["verdict"] == "inconclusive"
                        or (sound and v["verdict"] not in ("pass", "notApplicable"))
                    )
                ]
                if bad and not args.allow_inconclusive:
                    failures.append(
                        "%s: verdict of %s for %s is %s: %s"
                        % (where, bad[0]["rule"], bad[0]["entryPoint"],
                           bad[0]["verdict"], bad[0]["reason"])
                    )
                if not report["sites"] :
                    failures.append("%s: no lock site was seen" % where)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
