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
#include "report/Sinks.h"
#include "report/SourcePath.h"
#include "rules/Rules.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace llvm;

namespace spinguard {
namespace {

constexpr const char *BaseId = "SRCROOT";

/// Related locations of one result; beyond that nobody follows them, and the
/// code flow has them all.
constexpr size_t MaxRelatedLocations = 100;

/// Notifications this tool sends, in the order of tool.driver.notifications.
enum class Notice : uint8_t { GiveUp, Note, Truncated };

StringRef noticeId(Notice N) {
  switch (N) {
  case Notice::GiveUp:
    return "give-up";
  case Notice::Note:
    return "note";
  case Notice::Truncated:
    return "truncated";
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

/// \p Text as a SARIF plain-text message: braces are doubled, because single
/// ones mean placeholders, and "](" is parted, because it would make a link.
std::string messageText(StringRef Text) {
  std::string Fixed = utf8(Text), Result;
  for (size_t I = 0; I != Fixed.size(); ++I) {
    char C = Fixed[I];
    Result += C;
    if (C == '{' || C == '}')
      Result += C;
    else if (C == ']' && I + 1 != Fixed.size() && Fixed[I + 1] == '(')
      Result += ' ';
  }
  return Result;
}

/// \p Text ending as a sentence does.
std::string sentence(StringRef Text) {
  Text = Text.rtrim();
  if (Text.empty() || StringRef(".!?").contains(Text.back()))
    return Text.str();
  return (Text + ".").str();
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
    for (const Finding &F : R.Findings)
      Add(F.RuleId);
  }

  /// All findings in their order, or as many of the most severe as fit.
  void chooseResults() {
    size_t Room = Opts.MaxResults;
    std::vector<bool> Chosen(R.Findings.size());
    for (Severity Level :
         {Severity::Error, Severity::Warning, Severity::Note}) {
      for (size_t I = 0; I != R.Findings.size() && Room != 0; ++I) {
        if (R.Findings[I].Level != Level)
          continue;
        Chosen[I] = true;
        --Room;
      }
    }
    for (size_t I = 0; I != R.Findings.size(); ++I)
      if (Chosen[I])
        Results.push_back(&R.Findings[I]);
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
      for (Notice N : {Notice::GiveUp, Notice::Note, Notice::Truncated}) {
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
    J.attribute("executionSuccessful", true);
    if (Opts.ExitCode)
      J.attribute("exitCode", *Opts.ExitCode);
    J.attributeArray("toolExecutionNotifications", [&] {
      for (const Report::GiveUp &G : R.GiveUps) {
        std::string Text = sentence(G.Reason);
        if (Text.empty())
          Text = "The analysis gave up.";
        notification(Notice::GiveUp, "warning", Text, G.Loc, G.Function);
      }
      if (Results.size() != R.Findings.size())
        notification(Notice::Truncated, "warning",
                     "Only " + utostr(Results.size()) + " of " +
                         utostr(R.Findings.size()) +
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
    J.attributeObject("partialFingerprints", [&] {
      J.attribute("spinguard/v1", F.Fingerprint.empty() ? fingerprintOf(F)
                                                        : utf8(F.Fingerprint));
    });
    if (!F.Path.empty())
      codeFlow(F);
    relatedLocations(F);
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
      if (!F.VerifierRules.empty())
        stringArray(J, "verifierRules", F.VerifierRules);
    });
  }

  static ArrayRef<StringRef> stepKinds(PathStep::Kind K) {
    static constexpr StringRef Entry[] = {"enter", "function"};
    static constexpr StringRef Acquire[] = {"acquire", "lock"};
    static constexpr StringRef Release[] = {"release", "lock"};
    static constexpr StringRef Branch[] = {"branch"};
    static constexpr StringRef Call[] = {"call", "function"};
    static constexpr StringRef Return[] = {"return", "function"};
    static constexpr StringRef Exit[] = {"exit", "function"};
    static constexpr StringRef Event[] = {"danger"};
    switch (K) {
    case PathStep::Entry:
      return Entry;
    case PathStep::Acquire:
      return Acquire;
    case PathStep::Release:
      return Release;
    case PathStep::Branch:
      return Branch;
    case PathStep::Call:
      return Call;
    case PathStep::Return:
      return Return;
    case PathStep::Exit:
      return Exit;
    case PathStep::Event:
      return Event;
    }
    llvm_unreachable("unknown kind of path step");
  }

  void codeFlow(const Finding &F) {
    // Of a path that is too long, both ends tell the most.
    size_t Limit = std::max<size_t>(Opts.MaxFlowLocations, 2);
    size_t HeadEnd = F.Path.size(), TailBegin = F.Path.size();
    if (F.Path.size() > Limit) {
      HeadEnd = Limit / 2;
      TailBegin = F.Path.size() - (Limit - HeadEnd);
      ++CutFlows;
    }
    auto Steps = [&](size_t Begin, size_t End) {
      for (size_t I = Begin; I != End; ++I)
        J.object([&] { flowLocation(F.Path[I], I + 1); });
    };
    auto ThreadFlow = [&] {
      J.attributeArray("locations", [&] {
        Steps(0, HeadEnd);
        Steps(TailBegin, F.Path.size());
      });
    };
    J.attributeArray("codeFlows", [&] {
      J.object([&] {
        J.attributeArray("threadFlows", [&] { J.object(ThreadFlow); });
      });
    });
  }

  void flowLocation(const PathStep &S, size_t Order) {
    J.attributeObject("location", [&] { location(S.Loc, S.Function, S.Text); });
    J.attributeArray("kinds", [&] {
      for (StringRef Kind : stepKinds(S.K))
        J.value(Kind);
    });
    J.attribute("nestingLevel", int64_t(S.Depth));
    J.attribute("executionOrder", int64_t(Order));
    if (S.K == PathStep::Event)
      J.attribute("importance", "essential");
  }

  /// Where the path takes and gives up locks, each place once.
  void relatedLocations(const Finding &F) {
    std::vector<const PathStep *> Related;
    for (const PathStep &S : F.Path) {
      if ((S.K != PathStep::Acquire && S.K != PathStep::Release) ||
          S.Loc == F.Loc || !hasPhysicalLocation(S.Loc))
        continue;
      if (Related.size() == MaxRelatedLocations)
        break;
      if (none_of(Related,
                  [&](const PathStep *Other) { return Other->Loc == S.Loc; }))
        Related.push_back(&S);
    }
    if (Related.empty())
      return;
    J.attributeArray("relatedLocations", [&] {
      unsigned Id = 0;
      for (const PathStep *S : Related)
        J.object([&] { location(S->Loc, S->Function, S->Text, ++Id); });
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
    stringArray(J, "assumptions", R.Assumptions);
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
