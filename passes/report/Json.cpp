//===- Json.cpp - A report for scripts --------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All of a report, under SpinGuard's own schema. Schema 2, by example; keys
// are always present unless marked optional, and new keys may be added:
//
//   {
//     "schema": 2,
//     "tool": {"name": "SpinGuard", "version": "0.1.0"},
//     "complete": true,             // false: a give-up, an inconclusive
//                                   // verdict or something left out
//     "inputs": ["driver.bc"],
//     "rules": ["double-acquire"],  // that were applied
//     "functions": {"defined": 10, "analysed": 3},
//     "summary": {
//       "findings": {"error": 1, "warning": 0, "note": 0},
//       "baseline": {"new": 0, "known": 1, "fixed": 0},  // where there is one
//       "suppressed": 0,
//       "verdicts": {"pass": 4, "defect": 1, "notApplicable": 0,
//                    "inconclusive": 0},
//       "sites": {"proven": 2, "reported": 1, "unproven": 0, "unreached": 0,
//                 // In the report of an instrumented build:
//                 "runtime": {"checked": 1, "leaf": 0, "elided": 2,
//                             "unchecked": 0}}
//     },
//     "findings": [{
//       "rule": "double-acquire",
//       "level": "error",           // note, warning, error
//       "message": "…", "advice": "…",
//       "function": "…", "location": LOCATION,
//       "lock": "DevExt->QueueLock", "lockKind": "ke",
//       // In library mode both are "":
//       "entryPoint": "DispatchRead", "role": "dispatch",
//       "alsoAt": [{"function": "…", "location": LOCATION}],  // optional
//       "verifierRules": ["wdm:SpinLock"], "bugCheck": "0x40009",
//       "fingerprint": "…",         // 32 hexadecimal digits
//       "baseline": "new",          // known, fixed; where there is a baseline
//       "suppressed": {             // only in "suppressed"
//         "in": "source",           // file
//         "reason": "…", "location": LOCATION
//       },
//       "path": [{
//         "kind": "acquire",        // entry, acquire, release, branch, call,
//                                   // return, exit, event
//         "depth": 0, "function": "…", "text": "…", "location": LOCATION,
//         "lock": "…",              // that the step is about, or ""
//         "held": ["…"],            // locks held after the step
//         "otherThread": true       // optional
//       }],
//       // Of a finding that several paths explain:
//       "pathTitle": "…",
//       "relatedPaths": [{"title": "…", "path": […]}],
//       // The edges of the acquisition graph that the finding is about: path
//       // 0 is "path", N is "relatedPaths"[N - 1].
//       "order": [{"from": "…", "to": "…", "path": 0, "fromStep": 0,
//                  "toStep": 1}]
//     }],
//     // Only with --stats; times in milliseconds, memory in bytes.
//     "stats": {
//       "files": 1, "functions": 10, "reachLocks": 3, "simulated": 3,
//       "sites": {…},               // as in "summary"
//       "runs": {"first": 3, "finer": 1, "coarser": 0, "byLock": 0, "entry":
//       1}, "steps": 120, "refinements": {"confirmed": 1, "refuted": 0},
//       "incidents": 1,
//       "giveUps": [{"reason": "…", "count": 1}],
//       "findings": [{"rule": "…", "confidence": "high", "count": 1}],
//       "time": {"reading": 1.0, "analysis": 1.0, "rules": 1.0},
//       "peakMemory": 1
//     },
//     // Of the same form; those that do not count and are to be shown.
//     "suppressed": […], "fixed": […],
//     "verdicts": [{
//       "entryPoint": "…", "role": "…", "rule": "…",
//       "verdict": "pass",          // defect, notApplicable, inconclusive
//       "reason": "…", "location": LOCATION,
//       "assumptionList": 1         // index into "assumptionLists"
//     }],
//     "assumptions": ["…"],
//     // Indexes into "assumptions"; the first list is empty.
//     "assumptionLists": [[], [0]],
//     "sites": [{
//       "api": "…", "effect": "acquire", "lock": "…", "function": "…",
//       "status": "proven",         // reported, unproven, unreached
//       "reason": "…", "location": LOCATION,
//       "assumptionList": 1,        // what "proven" rests on
//       // In the report of an instrumented build:
//       "runtime": "checked",       // leaf, elided, unchecked
//       "runtimeReason": "…"
//     }],
//     "giveUps": [{"function": "…", "reason": "…", "location": LOCATION}],
//     "leftOut": [{"unit": "…", "reason": "…"}],  // "": the whole run
//     "notes": ["…"]
//   }
//
// LOCATION is null without debug information, else
//   {"file": "queue.c", "directory": "/build", "line": 12, "column": 3}
// with "directory" left out when there is none; column 0 means unknown.
//
//===----------------------------------------------------------------------===//

#include "report/JsonSupport.h"
#include "report/Sinks.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace spinguard {
namespace {

void location(json::OStream &J, const SourceLoc &Loc) {
  if (!Loc.isValid()) {
    J.attribute("location", nullptr);
    return;
  }
  J.attributeObject("location", [&] {
    J.attribute("file", utf8(Loc.File));
    if (!Loc.Dir.empty())
      J.attribute("directory", utf8(Loc.Dir));
    J.attribute("line", int64_t(Loc.Line));
    J.attribute("column", int64_t(Loc.Column));
  });
}

void path(json::OStream &J, ArrayRef<PathStep> Path) {
  J.attributeArray("path", [&] {
    for (const PathStep &S : Path) {
      J.object([&] {
        J.attribute("kind", toString(S.K));
        J.attribute("depth", int64_t(S.Depth));
        J.attribute("function", utf8(S.Function));
        J.attribute("text", utf8(S.Text));
        location(J, S.Loc);
        J.attribute("lock", utf8(S.Lock));
        stringArray(J, "held", S.Held);
        if (S.OtherThread)
          J.attribute("otherThread", true);
      });
    }
  });
}

void finding(json::OStream &J, const Finding &F) {
  J.object([&] {
    J.attribute("rule", utf8(F.RuleId));
    J.attribute("level", toString(F.Level));
    J.attribute("message", utf8(F.Message));
    J.attribute("advice", utf8(F.Advice));
    J.attribute("function", utf8(F.Function));
    location(J, F.Loc);
    J.attribute("lock", utf8(F.Lock));
    J.attribute("lockKind", utf8(F.LockKind));
    J.attribute("entryPoint", utf8(F.EntryPoint));
    J.attribute("role", utf8(F.Role));
    if (!F.AlsoAt.empty())
      J.attributeArray("alsoAt", [&] {
        for (const OtherPlace &O : F.AlsoAt)
          J.object([&] {
            J.attribute("function", utf8(O.Function));
            location(J, O.Loc);
          });
      });
    stringArray(J, "verifierRules", F.VerifierRules);
    J.attribute("bugCheck", utf8(F.BugCheck));
    J.attribute("confidence", toString(F.Sure));
    stringArray(J, "doubts", F.Doubts);
    J.attribute("fingerprint", utf8(F.Fingerprint));
    if (F.Baseline != BaselineState::None)
      J.attribute("baseline", toString(F.Baseline));
    if (F.SuppressedBy)
      J.attributeObject("suppressed", [&] {
        J.attribute("in", F.SuppressedBy->InSource ? "source" : "file");
        J.attribute("reason", utf8(F.SuppressedBy->Reason));
        location(J, F.SuppressedBy->Loc);
      });
    path(J, F.Path);
    if (F.RelatedPaths.empty())
      return;
    J.attribute("pathTitle", utf8(F.PathTitle));
    J.attributeArray("relatedPaths", [&] {
      for (const RelatedPath &P : F.RelatedPaths)
        J.object([&] {
          J.attribute("title", utf8(P.Title));
          path(J, P.Path);
        });
    });
    J.attributeArray("order", [&] {
      for (const OrderEdge &E : F.Order)
        J.object([&] {
          J.attribute("from", utf8(E.From));
          J.attribute("to", utf8(E.To));
          J.attribute("path", int64_t(E.Path));
          J.attribute("fromStep", int64_t(E.FromStep));
          J.attribute("toStep", int64_t(E.ToStep));
        });
    });
  });
}

void findings(json::OStream &J, StringRef Key, ArrayRef<Finding> Findings) {
  J.attributeArray(Key, [&] {
    for (const Finding &F : Findings)
      finding(J, F);
  });
}

void summary(json::OStream &J, const Report &R) {
  ReportCounts C(R);
  J.attributeObject("summary", [&] {
    J.attributeObject("findings", [&] {
      J.attribute("error", int64_t(C.Errors));
      J.attribute("warning", int64_t(C.Warnings));
      J.attribute("note", int64_t(C.Notes));
    });
    if (R.HasBaseline)
      J.attributeObject("baseline", [&] {
        J.attribute("new", int64_t(C.New));
        J.attribute("known", int64_t(R.NumKnown));
        J.attribute("fixed", int64_t(R.NumFixed));
      });
    J.attribute("suppressed", int64_t(R.NumSuppressed));
    J.attributeObject("verdicts", [&] {
      J.attribute("pass", int64_t(C.Passes));
      J.attribute("defect", int64_t(C.Defects));
      J.attribute("notApplicable", int64_t(C.NotApplicable));
      J.attribute("inconclusive", int64_t(C.Inconclusive));
    });
    J.attributeObject("sites", [&] { siteCounts(J, C); });
  });
}

void statistics(json::OStream &J, const Report &R, const RunStatistics &S) {
  J.attributeObject("stats", [&] {
    J.attribute("files", int64_t(R.Inputs.size()));
    J.attribute("functions", int64_t(R.NumFunctions));
    J.attribute("reachLocks", int64_t(R.NumAnalysedFunctions));
    J.attribute("simulated", int64_t(S.SimulatedFunctions));
    J.attributeObject("sites", [&] { siteCounts(J, ReportCounts(R)); });
    J.attributeObject("runs", [&] {
      J.attribute("first", int64_t(S.Runs.First));
      J.attribute("finer", int64_t(S.Runs.Finer));
      J.attribute("coarser", int64_t(S.Runs.Coarser));
      J.attribute("byLock", int64_t(S.Runs.ByLock));
      J.attribute("widened", int64_t(S.Runs.Widened));
      J.attribute("feasible", int64_t(S.Runs.Feasible));
      J.attribute("entry", int64_t(S.Runs.Entry));
    });
    J.attribute("steps", int64_t(S.Runs.Steps));
    J.attributeObject("refinements", [&] {
      J.attribute("confirmed", int64_t(S.Runs.Confirmed));
      J.attribute("refuted", int64_t(S.Runs.Refuted));
    });
    J.attributeObject("solver", [&] {
      const RunStatistics::SolverCounts &Solver = S.Runs.Solver;
      J.attribute("available", S.Runs.HasSolver);
      J.attribute("asked", int64_t(Solver.Asked));
      J.attribute("possible", int64_t(Solver.Possible));
      J.attribute("impossible", int64_t(Solver.Impossible));
      J.attribute("unknown", int64_t(Solver.Unknown));
    });
    J.attribute("incidents", int64_t(S.Incidents));
    J.attributeArray("giveUps", [&] {
      for (const auto &G : S.GiveUps)
        J.object([&] {
          J.attribute("reason", utf8(G.Reason));
          J.attribute("count", int64_t(G.Count));
        });
    });
    J.attributeArray("findings", [&] {
      for (const auto &F : S.Findings)
        J.object([&] {
          J.attribute("rule", F.RuleId);
          J.attribute("confidence", toString(F.Sure));
          J.attribute("count", int64_t(F.Count));
        });
    });
    J.attributeObject("time", [&] {
      J.attribute("reading", S.ReadingMs);
      J.attribute("analysis", S.AnalysisMs);
      J.attribute("rules", S.RulesMs);
    });
    J.attribute("peakMemory", int64_t(S.PeakBytes));
  });
}

} // namespace

void writeJson(raw_ostream &OS, const Report &R, const JsonOptions &Opts) {
  json::OStream J(OS, Opts.Indent);
  J.object([&] {
    J.attribute("schema", 2);
    J.attributeObject("tool", [&] {
      J.attribute("name", "SpinGuard");
      J.attribute("version", toolVersion());
    });
    J.attribute("complete", !R.isIncomplete());
    stringArray(J, "inputs", R.Inputs);
    stringArray(J, "rules", R.Rules);
    J.attributeObject("functions", [&] {
      J.attribute("defined", int64_t(R.NumFunctions));
      J.attribute("analysed", int64_t(R.NumAnalysedFunctions));
    });
    summary(J, R);
    if (R.Statistics)
      statistics(J, R, *R.Statistics);
    findings(J, "findings", R.Findings);
    findings(J, "suppressed", R.Suppressed);
    findings(J, "fixed", R.Fixed);
    J.attributeArray("verdicts", [&] {
      for (const VerdictRow &V : R.Verdicts)
        J.object([&] {
          verdictAttributes(J, V);
          location(J, V.Loc);
        });
    });
    assumptionAttributes(J, R);
    J.attributeArray("sites", [&] {
      for (const LockSite &S : R.Sites)
        J.object([&] {
          siteAttributes(J, S);
          location(J, S.Loc);
        });
    });
    J.attributeArray("giveUps", [&] {
      for (const Report::GiveUp &G : R.GiveUps)
        J.object([&] {
          J.attribute("function", utf8(G.Function));
          J.attribute("reason", utf8(G.Reason));
          location(J, G.Loc);
        });
    });
    J.attributeArray("leftOut", [&] {
      for (const Report::Omission &O : R.LeftOut)
        J.object([&] {
          J.attribute("unit", utf8(O.Unit));
          J.attribute("reason", utf8(O.Reason));
        });
    });
    stringArray(J, "notes", R.Notes);
  });
  OS << '\n';
}

} // namespace spinguard
