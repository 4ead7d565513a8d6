//===- Sarif.cpp - A report for code-scanning services ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// SARIF 2.1.0 (OASIS standard, errata 01). URIs are relative to SRCROOT, which
// the consumer supplies; the log holds no absolute path of this machine. The
// verdict table, the assumptions and the lock sites, for which SARIF has no
// place, are in the run's property bag under the keys of our own JSON.
//
//===----------------------------------------------------------------------===//

#include "report/Fingerprint.h"
#include "report/JsonSupport.h"
#include "report/SarifText.h"
#include "report/Sinks.h"
#include "report/SourcePath.h"
#include "rules/Rules.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <set>

using namespace llvm;

namespace spinguard {
namespace {

constexpr const char *BaseId = "SRCROOT";

/// Related locations of one result; beyond that nobody follows them, and the
/// code flow has them all.
constexpr size_t MaxRelatedLocations = 100;

/// Notifications this tool sends, in the order of tool.driver.notifications.
enum class Notice : uint8_t { GiveUp, Note, Truncated, LeftOut };

StringRef noticeId(Notice N) {
  switch (N) {
  case Notice::GiveUp:
    return "give-up";
  case Notice::Note:
    return "note";
  case Notice::Truncated:
    return "truncated";
  case Notice::LeftOut:
    return "left-out";
  }
  llvm_unreachable("unknown notice");
}

StringRef noticeDescription(Notice N) {
  switch (N) {
  case Notice::GiveUp:
    return "A function was not fully analysed; verdicts that depend on it are "
           "inconclusive.";
  case Notice::Note:
    return "A remark on the run as a whole.";
  case Notice::Truncated:
    return "The log would exceed the limits of code-scanning services; part of "
           "it was left out.";
  case Notice::LeftOut:
    return "A unit was not analysed, or the run was interrupted; what is only "
           "there is not in this log.";
  }
  llvm_unreachable("unknown notice");
}

/// "double-acquire" as SARIF likes rule names, "DoubleAcquire".
std::string pascalCase(StringRef Id) {
  std::string Result;
  bool Up = true;
  for (char C : Id) {
    if (!isAlnum(C)) {
      Up = true;
      continue;
    }
    Result += Up ? toUpper(C) : C;
    Up = false;
  }
  return Result;
}

class SarifSink {
public:
  SarifSink(raw_ostream &OS, const Report &R, const SarifOptions &Opts)
      : J(OS, Opts.Indent), R(R), Opts(Opts) {
    collectRules();
    chooseResults();
  }

  void write() {
    J.object([&] {
      J.attribute("$schema",
                  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                  "schemas/sarif-schema-2.1.0.json");
      J.attribute("version", "2.1.0");
      J.attributeArray("runs", [&] { J.object([&] { run(); }); });
    });
  }

private:
  json::OStream J;
  const Report &R;
  const SarifOptions &Opts;

  std::vector<std::string> Rules;
  StringMap<unsigned> RuleIndex;
  std::vector<const Finding *> Results;
  size_t NumFindings = 0; ///< Of which the results are those that fit.
  std::vector<std::string> Artifacts; ///< URIs, in order of first mention.
  StringMap<unsigned> ArtifactIndex;
  size_t CutFlows = 0;

  /// Rules that were applied, then any others that findings name.
  void collectRules() {
    auto Add = [&](StringRef Id) {
      if (RuleIndex.try_emplace(Id, Rules.size()).second)
        Rules.push_back(Id.str());
    };
    for (const std::string &Id : R.Rules)
      Add(Id);
    for (const Finding *F : findings())
      Add(F->RuleId);
  }

  /// Those that count, then those that do not.
  std::vector<const Finding *> findings() const {
    std::vector<const Finding *> All;
    for (const std::vector<Finding> *List :
         {&R.Findings, &R.Suppressed, &R.Fixed})
      for (const Finding &F : *List)
        All.push_back(&F);
    return All;
  }

  /// All findings in their order, or as many as fit: those that count before
  /// those that do not, and the most severe first.
  void chooseResults() {
    std::vector<const Finding *> All = findings();
    NumFindings = All.size();
    size_t Room = Opts.MaxResults;
    std::vector<bool> Chosen(All.size());
    for (bool Counts : {true, false}) {
      for (Severity Level :
           {Severity::Error, Severity::Warning, Severity::Note}) {
        for (size_t I = 0; I != All.size() && Room != 0; ++I) {
          if (All[I]->Level != Level || (I < R.Findings.size()) != Counts)
            continue;
          Chosen[I] = true;
          --Room;
        }
      }
    }
    for (size_t I = 0; I != All.size(); ++I)
      if (Chosen[I])
        Results.push_back(All[I]);
  }

  void run() {
    J.attributeObject("tool",
                      [&] { J.attributeObject("driver", [&] { driver(); }); });
    J.attributeObject("originalUriBaseIds", [&] {
      J.attributeObject(BaseId, [&] {
        J.attributeObject("description", [&] {
          J.attribute("text", "The root of the analysed source tree.");
        });
      });
    });
    J.attribute("columnKind", "unicodeCodePoints");
    J.attributeArray("results", [&] {
      for (const Finding *F : Results)
        J.object([&] { result(*F); });
    });
    // After the results, which find out what there is to say.
    J.attributeArray("invocations", [&] { J.object([&] { invocation(); }); });
    J.attributeArray("artifacts", [&] {
      for (size_t I = 0; I != Artifacts.size(); ++I) {
        J.object([&] {
          J.attributeObject("location",
                            [&] { artifactLocation(Artifacts[I]); });
        });
      }
    });
    J.attributeObject("properties", [&] { runProperties(); });
  }

  //===--- Tool -----------------------------------------------------------===//

  void message(StringRef Key, StringRef Text) {
    J.attributeObject(Key, [&] { J.attribute("text", messageText(Text)); });
  }

  void driver() {
    J.attribute("name", "SpinGuard");
    J.attribute("version", toolVersion());
    J.attributeArray("rules", [&] {
      for (const std::string &Id : Rules)
        J.object([&] { rule(Id); });
    });
    J.attributeArray("notifications", [&] {
      for (Notice N :
           {Notice::GiveUp, Notice::Note, Notice::Truncated, Notice::LeftOut}) {
        J.object([&] {
          J.attribute("id", noticeId(N));
          message("shortDescription", noticeDescription(N));
        });
      }
    });
  }

  void rule(StringRef Id) {
    J.attribute("id", utf8(Id));
    const RuleInfo *Info = findRule(Id);
    if (!Info)
      return;
    std::vector<std::string> Originals;
    for (const VerifierRule &V : allVerifierRules())
      if (V.serves(Id))
        Originals.push_back(V.Name.str());

    J.attribute("name", pascalCase(Id));
    message("shortDescription", sentence(Info->Title));
    message("fullDescription", Info->Help);
    J.attributeObject("help", [&] {
      std::string Text = Info->Help.str(), Markdown = Text;
      if (!Info->BugCheck.empty()) {
        Text += ("\n\nBug check at run time: " + Info->BugCheck).str();
        Markdown +=
            ("\n\nBug check at run time: `" + Info->BugCheck + "`").str();
      }
      if (!Originals.empty()) {
        Text += "\n\nServes the verifier rules: " + join(Originals, ", ");
        Markdown += "\n\nServes the verifier rules:\n\n- `" +
                    join(Originals, "`\n- `") + "`";
      }
      J.attribute("text", messageText(Text));
      J.attribute("markdown", messageText(Markdown));
    });
    J.attributeObject("defaultConfiguration",
                      [&] { J.attribute("level", toString(Info->Level)); });
    J.attributeObject("properties", [&] {
      J.attributeArray("tags", [&] {
        for (StringRef Tag : {"concurrency", "correctness", "spin-lock"})
          J.value(Tag);
      });
      // What code-scanning services sort and show by.
      J.attribute("precision", "high");
      J.attribute("problem.severity", Info->Level == Severity::Note
                                          ? "recommendation"
                                          : toString(Info->Level));
      stringArray(J, "verifierRules", Originals);
      if (!Info->BugCheck.empty())
        J.attribute("bugCheck", Info->BugCheck);
    });
  }

  //===--- Invocation -----------------------------------------------------===//

  void notification(Notice N, StringRef Level, StringRef Text,
                    const SourceLoc &Loc = {}, StringRef Function = "") {
    J.object([&] {
      J.attributeObject("descriptor", [&] {
        J.attribute("id", noticeId(N));
        J.attribute("index", static_cast<int64_t>(N));
      });
      J.attribute("level", Level);
      message("message", Text);
      if (hasLocation(Loc, Function)) {
        J.attributeArray("locations",
                         [&] { J.object([&] { location(Loc, Function); }); });
      }
    });
  }

  void invocation() {
    J.attribute("executionSuccessful", R.LeftOut.empty());
    if (Opts.ExitCode)
      J.attribute("exitCode", *Opts.ExitCode);
    J.attributeArray("toolExecutionNotifications", [&] {
      for (const Report::GiveUp &G : R.GiveUps) {
        std::string Text = sentence(G.Reason);
        if (Text.empty())
          Text = "The analysis gave up.";
        notification(Notice::GiveUp, "warning", Text, G.Loc, G.Function);
      }
      for (const Report::Omission &O : R.LeftOut)
        notification(
            Notice::LeftOut, "error",
            sentence(O.Unit.empty() ? O.Reason : O.Unit + ": " + O.Reason));
      if (Results.size() != NumFindings)
        notification(Notice::Truncated, "warning",
                     "Only " + utostr(Results.size()) + " of " +
                         utostr(NumFindings) +
                         " findings are in this log; the others are of equal "
                         "or lower severity.");
      if (CutFlows != 0)
        notification(Notice::Truncated, "warning",
                     "The middle of the path was left out of " +
                         utostr(CutFlows) +
                         (CutFlows == 1 ? " code flow." : " code flows."));
      for (const std::string &Note : R.Notes)
        if (!Note.empty())
          notification(Notice::Note, "note", Note);
    });
  }

  //===--- Locations ------------------------------------------------------===//

  std::string uriOf(const SourceLoc &Loc) const {
    return Loc.isValid() ? pathToUri(relativePath(Loc, Opts.SourceRoot)) : "";
  }

  static bool hasPhysicalLocation(const SourceLoc &Loc) {
    return Loc.isValid() && !relativePath(Loc, "").empty();
  }

  static bool hasLocation(const SourceLoc &Loc, StringRef Function) {
    return !Function.empty() || hasPhysicalLocation(Loc);
  }

  void artifactLocation(const std::string &Uri) {
    auto [It, New] = ArtifactIndex.try_emplace(Uri, Artifacts.size());
    unsigned Index = It->second;
    J.attribute("uri", Uri);
    J.attribute("uriBaseId", BaseId);
    J.attribute("index", int64_t(Index));
    if (New)
      Artifacts.push_back(Uri);
  }

  /// The members of a location object.
  void location(const SourceLoc &Loc, StringRef Function,
                StringRef Message = "", std::optional<unsigned> Id = {}) {
    if (Id)
      J.attribute("id", int64_t(*Id));
    std::string Uri = uriOf(Loc);
    if (!Uri.empty()) {
      J.attributeObject("physicalLocation", [&] {
        J.attributeObject("artifactLocation", [&] { artifactLocation(Uri); });
        J.attributeObject("region", [&] {
          J.attribute("startLine", int64_t(Loc.Line));
          if (Loc.Column != 0)
            J.attribute("startColumn", int64_t(Loc.Column));
        });
      });
    }
    if (!Function.empty()) {
      J.attributeArray("logicalLocations", [&] {
        J.object([&] {
          J.attribute("fullyQualifiedName", utf8(Function));
          J.attribute("kind", "function");
        });
      });
    }
    if (!Message.empty())
      message("message", Message);
  }

  //===--- Results --------------------------------------------------------===//

  void result(const Finding &F) {
    J.attribute("ruleId", utf8(F.RuleId));
    J.attribute("ruleIndex", int64_t(RuleIndex.lookup(F.RuleId)));
    J.attribute("level", toString(F.Level));
    J.attributeObject("message", [&] {
      std::string Text = sentence(F.Message);
      if (Text.empty())
        Text = "Rule " + F.RuleId + " is violated.";
      if (!F.Advice.empty())
        Text += " " + sentence(F.Advice);
      J.attribute("text", messageText(Text));
    });
    J.attributeArray("locations", [&] {
      if (hasLocation(F.Loc, F.Function))
        J.object([&] { location(F.Loc, F.Function); });
    });
    // 0 to 100, where 100 is the most important (SARIF 2.1.0, 3.27.25).
    J.attribute("rank", F.Sure == Confidence::High     ? 90.0
                        : F.Sure == Confidence::Medium ? 50.0
                                                       : 10.0);
    J.attributeObject("partialFingerprints", [&] {
      J.attribute(FingerprintKey, F.Fingerprint.empty() ? fingerprintOf(F)
                                                        : utf8(F.Fingerprint));
    });
    states(F);
    codeFlows(F);
    relatedLocations(F);
    graph(F);
    J.attributeObject("properties", [&] {
      auto Property = [&](StringRef Key, StringRef Value) {
        if (!Value.empty())
          J.attribute(Key, utf8(Value));
      };
      Property("lock", F.Lock);
      Property("lockKind", F.LockKind);
      Property("entryPoint", F.EntryPoint);
      Property("role", F.Role);
      Property("advice", F.Advice);
      Property("bugCheck", F.BugCheck);
      Property("confidence", toString(F.Sure));
      if (!F.Doubts.empty())
        stringArray(J, "doubts", F.Doubts);
      if (!F.VerifierRules.empty())
        stringArray(J, "verifierRules", F.VerifierRules);
    });
  }

  /// Baseline and suppression. Of either, all results of a run must tell, or
  /// none.
  void states(const Finding &F) {
    switch (F.Baseline) {
    case BaselineState::None:
      break;
    case BaselineState::New:
      J.attribute("baselineState", "new");
      break;
    case BaselineState::Known:
      J.attribute("baselineState", "unchanged");
      break;
    case BaselineState::Fixed:
      J.attribute("baselineState", "absent");
      break;
    }
    if (R.Suppressed.empty())
      return;
    J.attributeArray("suppressions", [&] {
      if (!F.SuppressedBy)
        return;
      J.object([&] {
        const Suppression &S = *F.SuppressedBy;
        J.attribute("kind", S.InSource ? "inSource" : "external");
        J.attribute("status", "accepted");
        J.attribute("justification", utf8(S.Reason));
        if (hasPhysicalLocation(S.Loc))
          J.attributeObject("location", [&] { location(S.Loc, ""); });
      });
    });
  }

  void codeFlows(const Finding &F) {
    std::vector<std::pair<StringRef, ArrayRef<PathStep>>> Paths;
    if (!F.Path.empty())
      Paths.push_back({F.PathTitle, F.Path});
    for (const RelatedPath &P : F.RelatedPaths)
      if (!P.Path.empty())
        Paths.push_back({P.Title, P.Path});
    if (Paths.empty())
      return;
    // The limit is one for all flows of a result.
    size_t Limit = std::max<size_t>(Opts.MaxFlowLocations / Paths.size(), 2);
    J.attributeArray("codeFlows", [&] {
      for (const auto &[Title, Path] : Paths)
        J.object([&, &Title = Title, &Path = Path] {
          codeFlow(Title, Path, Limit);
        });
    });
  }

  void codeFlow(StringRef Title, ArrayRef<PathStep> Path, size_t Limit) {
    // Of a path that is too long, both ends tell the most.
    size_t HeadEnd = Path.size(), TailBegin = Path.size();
    if (Path.size() > Limit) {
      HeadEnd = Limit / 2;
      TailBegin = Path.size() - (Limit - HeadEnd);
      ++CutFlows;
    }
    auto Steps = [&](size_t Begin, size_t End) {
      for (size_t I = Begin; I != End; ++I)
        J.object([&] { flowLocation(Path[I], I + 1); });
    };
    auto ThreadFlow = [&] {
      J.attributeArray("locations", [&] {
        Steps(0, HeadEnd);
        Steps(TailBegin, Path.size());
      });
    };
    if (!Title.empty())
      message("message", Title);
    J.attributeArray("threadFlows", [&] { J.object(ThreadFlow); });
  }

  void flowLocation(const PathStep &S, size_t Order) {
    J.attributeObject("location", [&] { location(S.Loc, S.Function, S.Text); });
    J.attributeArray("kinds", [&] {
      for (StringRef Kind : stepKinds(S.K))
        J.value(Kind);
    });
    if (!S.Held.empty()) {
      // (Names that no UTF-8 could tell apart are one.)
      std::set<std::string> Names;
      for (const std::string &Lock : S.Held)
        Names.insert(utf8(Lock));
      J.attributeObject("state", [&] {
        for (const std::string &Lock : Names)
          J.attributeObject(Lock, [&] { J.attribute("text", "held"); });
      });
    }
    J.attribute("nestingLevel", int64_t(S.Depth));
    J.attribute("executionOrder", int64_t(Order));
    if (S.K == PathStep::Event)
      J.attribute("importance", "essential");
    if (S.Lock.empty() && !S.OtherThread)
      return;
    J.attributeObject("properties", [&] {
      if (!S.Lock.empty())
        J.attribute("lock", utf8(S.Lock));
      if (S.OtherThread)
        J.attribute("otherThread", true);
    });
  }

  /// The part of the acquisition graph that the finding is about.
  void graph(const Finding &F) {
    if (F.Order.empty())
      return;
    std::vector<std::string> Locks;
    StringMap<size_t> Index;
    auto Node = [&](StringRef Lock) {
      auto [It, New] = Index.try_emplace(Lock, Locks.size());
      if (New)
        Locks.push_back(Lock.str());
      return utostr(It->second);
    };
    for (const OrderEdge &E : F.Order) {
      Node(E.From);
      Node(E.To);
    }
    J.attributeArray("graphs", [&] {
      J.object([&] {
        message("description", "Locks, and which is acquired while which is "
                               "held.");
        J.attributeArray("nodes", [&] {
          for (size_t I = 0; I != Locks.size(); ++I)
            J.object([&] {
              J.attribute("id", utostr(I));
              if (!Locks[I].empty())
                message("label", Locks[I]);
            });
        });
        J.attributeArray("edges", [&] {
          for (size_t I = 0; I != F.Order.size(); ++I) {
            const OrderEdge &E = F.Order[I];
            J.object([&] {
              J.attribute("id", utostr(I));
              J.attribute("sourceNodeId", Node(E.From));
              J.attribute("targetNodeId", Node(E.To));
              J.attributeObject("properties", [&] {
                J.attribute("path", int64_t(E.Path));
                J.attribute("fromStep", int64_t(E.FromStep));
                J.attribute("toStep", int64_t(E.ToStep));
              });
            });
          }
        });
      });
    });
  }

  /// Where the path takes and gives up locks, each place once.
  void relatedLocations(const Finding &F) {
    std::vector<const PathStep *> Related;
    auto Collect = [&](ArrayRef<PathStep> Path) {
      for (const PathStep &S : Path) {
        if ((S.K != PathStep::Acquire && S.K != PathStep::Release) ||
            S.Loc == F.Loc || !hasPhysicalLocation(S.Loc))
          continue;
        if (Related.size() == MaxRelatedLocations)
          return;
        if (none_of(Related,
                    [&](const PathStep *Other) { return Other->Loc == S.Loc; }))
          Related.push_back(&S);
      }
    };
    Collect(F.Path);
    for (const RelatedPath &P : F.RelatedPaths)
      Collect(P.Path);
    if (Related.empty() && none_of(F.AlsoAt, [](const OtherPlace &O) {
          return hasPhysicalLocation(O.Loc);
        }))
      return;
    J.attributeArray("relatedLocations", [&] {
      unsigned Id = 0;
      for (const PathStep *S : Related)
        J.object([&] { location(S->Loc, S->Function, S->Text, ++Id); });
      for (const OtherPlace &O : F.AlsoAt)
        if (hasPhysicalLocation(O.Loc))
          J.object([&] { location(O.Loc, O.Function, AlsoHere, ++Id); });
    });
  }

  //===--- Properties -----------------------------------------------------===//

  /// A place in a property bag, where SARIF's location objects are too bulky.
  void place(const SourceLoc &Loc) {
    std::string Uri = uriOf(Loc);
    if (Uri.empty())
      return;
    J.attribute("uri", Uri);
    J.attribute("line", int64_t(Loc.Line));
    if (Loc.Column != 0)
      J.attribute("column", int64_t(Loc.Column));
  }

  void runProperties() {
    J.attribute("complete", !R.isIncomplete());
    J.attribute("suppressed", int64_t(R.NumSuppressed));
    if (R.HasBaseline) {
      J.attribute("known", int64_t(R.NumKnown));
      J.attribute("fixed", int64_t(R.NumFixed));
    }
    if (R.NumRuntimeReports)
      J.attribute("runtimeReports", int64_t(*R.NumRuntimeReports));
    J.attributeObject("siteCounts", [&] { siteCounts(J, ReportCounts(R)); });
    J.attributeArray("inputs", [&] {
      for (const std::string &Input : R.Inputs) {
        SourceLoc Loc;
        Loc.File = Input;
        J.value(utf8(relativePath(Loc, Opts.SourceRoot)));
      }
    });
    J.attributeObject("functions", [&] {
      J.attribute("defined", int64_t(R.NumFunctions));
      J.attribute("analysed", int64_t(R.NumAnalysedFunctions));
    });
    J.attributeArray("verdicts", [&] {
      for (const VerdictRow &V : R.Verdicts)
        J.object([&] {
          verdictAttributes(J, V);
          place(V.Loc);
        });
    });
    assumptionAttributes(J, R);
    J.attributeArray("sites", [&] {
      for (const LockSite &S : R.Sites)
        J.object([&] {
          siteAttributes(J, S);
          place(S.Loc);
        });
    });
  }
};

} // namespace

void writeSarif(raw_ostream &OS, const Report &R, const SarifOptions &Opts) {
  SarifSink(OS, R, Opts).write();
  OS << '\n';
}

} // namespace spinguard
