//===- Html.cpp - A report for a browser ------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One file that needs nothing else, not even a network: the page in html/, its
// style and script, and the report as JSON. The script builds what is seen out
// of text nodes, so that no name can become markup; the policy in the head
// allows this one script and this one style, and no request at all.
//
//===----------------------------------------------------------------------===//

#include "report/Diagnostic.h"
#include "report/JsonSupport.h"
#include "report/Sinks.h"
#include "report/SourceCache.h"
#include "report/SourcePath.h"
#include "rules/Rules.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <set>

using namespace llvm;

namespace spinguard {
namespace {

/// The files of html/, by name.
constexpr std::pair<const char *, const char *> Assets[] = {
#include "EmbeddedHtml.inc"
};

/// All assets whose name ends in \p Extension, one after another.
std::string assets(StringRef Extension) {
  std::string Text;
  for (const auto &[Name, Content] : Assets)
    if (StringRef(Name).ends_with(Extension))
      Text += Content;
  return Text;
}

/// \p Json as the content of a script element: the same JSON, without what
/// HTML or JavaScript would take for its end.
std::string insideScript(StringRef Json) {
  std::string Result;
  Result.reserve(Json.size());
  for (size_t I = 0; I != Json.size(); ++I) {
    char C = Json[I];
    if (C == '<' || C == '>' || C == '&') {
      Result += "\\u00" + utohexstr(C, /*LowerCase=*/true);
    } else if (Json.substr(I).starts_with("\xe2\x80\xa8") ||
               Json.substr(I).starts_with("\xe2\x80\xa9")) {
      Result += Json[I + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      I += 2;
    } else {
      Result += C;
    }
  }
  return Result;
}

/// A source of a content security policy: the hash of an inline element.
std::string hashSource(StringRef Content) {
  SHA256 Hash;
  Hash.update(Content);
  return "'sha256-" + encodeBase64(Hash.final()) + "'";
}

/// A source line, every character visible but its tabs.
std::string printableLine(StringRef Line) {
  constexpr size_t MaxLength = 1000;
  bool Cut = Line.size() > MaxLength;
  std::string Result;
  for (StringRef Rest = Line.take_front(MaxLength);;) {
    auto [Piece, Next] = Rest.split('\t');
    Result += printable(Piece);
    if (Piece.size() == Rest.size())
      break;
    Result += '\t';
    Rest = Next;
  }
  return Cut ? Result + " ..." : Result;
}

/// The lines of source files that paths lead through.
class Excerpts {
public:
  explicit Excerpts(StringRef Root) : Root(Root), Sources(Root) {}

  /// Makes the lines around \p Loc part of the page. \returns the index of its
  /// file.
  size_t add(const SourceLoc &Loc) {
    auto [It, New] = Index.try_emplace(Loc.Dir + '\0' + Loc.File, Files.size());
    if (New)
      Files.push_back({Loc, {}});
    unsigned First = Loc.Line > Context ? Loc.Line - Context : 1;
    for (unsigned L = First; Loc.Line && L <= Loc.Line + Context; ++L)
      Files[It->second].Lines.insert(L);
    return It->second;
  }

  void write(json::OStream &J) {
    J.attributeArray("files", [&] {
      for (File &F : Files)
        J.object([&] {
          J.attribute("path", printable(displayPath(F.Loc, Root)));
          J.attributeArray("chunks", [&] { writeChunks(J, F); });
        });
    });
    J.attribute("sourcesCut", Bytes > MaxBytes);
  }

private:
  static constexpr unsigned Context = 14;
  static constexpr size_t MaxBytes = 24 << 20;

  struct File {
    SourceLoc Loc;
    std::set<unsigned> Lines;
  };

  /// Runs of lines, each with the number of the first.
  void writeChunks(json::OStream &J, File &F) {
    SourceLoc Loc = F.Loc;
    for (auto It = F.Lines.begin(); It != F.Lines.end();) {
      Loc.Line = *It;
      std::vector<std::string> Run;
      for (unsigned L = *It; It != F.Lines.end() && *It == L; ++It, ++L) {
        SourceLoc At = Loc;
        At.Line = L;
        std::optional<StringRef> Line =
            Bytes <= MaxBytes ? Sources.line(At) : std::nullopt;
        if (!Line) {
          // (A file ends before its last context line.)
          It = F.Lines.lower_bound(L + 1);
          break;
        }
        Run.push_back(printableLine(*Line));
        Bytes += Run.back().size();
      }
      if (Run.empty())
        continue;
      J.array([&] {
        J.value(int64_t(Loc.Line));
        J.array([&] {
          for (const std::string &Line : Run)
            J.value(Line);
        });
      });
    }
  }

  std::string Root;
  SourceCache Sources;
  size_t Bytes = 0;
  StringMap<size_t> Index; ///< By directory and file.
  std::vector<File> Files;
};

class HtmlSink {
public:
  HtmlSink(const Report &R, const HtmlOptions &Opts)
      : R(R), Opts(Opts), Source(Opts.SourceRoot), OS(Json), J(OS) {}

  std::string data() {
    J.object([&] {
      J.attribute("version", toolVersion());
      J.attribute("kind", R.IsDifference        ? "diff"
                          : R.NumRuntimeReports ? "runtime"
                                                : "check");
      J.attributeArray("inputs", [&] {
        for (const std::string &Input : R.Inputs) {
          SourceLoc Loc;
          Loc.File = Input;
          J.value(printable(displayPath(Loc, Opts.SourceRoot)));
        }
      });
      J.attribute("complete", !R.isIncomplete());
      J.attribute("hasBaseline", R.HasBaseline);
      J.attribute("suppressed", int64_t(R.NumSuppressed));
      J.attribute("fixed", int64_t(R.NumFixed));
      J.attribute("runtimeReports", int64_t(R.NumRuntimeReports.value_or(0)));
      J.attribute("defined", int64_t(R.NumFunctions));
      J.attribute("analysed", int64_t(R.NumAnalysedFunctions));
      J.attributeArray("rules", [&] { rules(); });
      J.attributeArray("findings", [&] {
        for (const std::vector<Finding> *List :
             {&R.Findings, &R.Suppressed, &R.Fixed})
          for (const Finding &F : *List)
            J.object([&] { finding(F); });
      });
      J.attributeArray("verdicts", [&] {
        for (const VerdictRow &V : R.Verdicts)
          J.object([&] { verdict(V); });
      });
      texts("assumptions", R.Assumptions);
      J.attributeArray("assumptionLists", [&] {
        for (const std::vector<unsigned> &List : R.AssumptionLists)
          J.array([&] {
            for (unsigned Index : List)
              J.value(int64_t(Index));
          });
      });
      J.attributeArray("sites", [&] {
        for (const LockSite &S : R.Sites)
          J.object([&] { site(S); });
      });
      J.attributeArray("giveUps", [&] {
        for (const Report::GiveUp &G : R.GiveUps)
          J.object([&] {
            text("fn", G.Function);
            text("reason", G.Reason);
            place(G.Loc);
          });
      });
      J.attributeArray("leftOut", [&] {
        for (const Report::Omission &O : R.LeftOut)
          J.value(
              printable(O.Unit.empty() ? O.Reason : O.Unit + ": " + O.Reason));
      });
      texts("notes", R.Notes);
      Source.write(J);
    });
    OS.flush();
    return std::move(Json);
  }

private:
  //===--- Pieces ---------------------------------------------------------===//

  void text(StringRef Key, StringRef Text) {
    J.attribute(Key, printable(Text));
  }

  void texts(StringRef Key, ArrayRef<std::string> Texts) {
    J.attributeArray(Key, [&] {
      for (const std::string &T : Texts)
        J.value(printable(T));
    });
  }

  /// [file, line, column], or null.
  void loc(const SourceLoc &Loc) {
    if (Loc.File.empty()) {
      J.attribute("loc", nullptr);
      return;
    }
    size_t File = Source.add(Loc);
    J.attributeArray("loc", [&] {
      J.value(int64_t(File));
      J.value(int64_t(Loc.Line));
      J.value(int64_t(Loc.Column));
    });
  }

  /// A place whose source is not shown.
  void place(const SourceLoc &Loc) {
    std::string Place =
        Loc.File.empty() ? "" : printable(displayPath(Loc, Opts.SourceRoot));
    if (Loc.isValid())
      Place += ":" + utostr(Loc.Line);
    J.attribute("place", Place);
  }

  void rules() {
    std::set<std::string> Seen;
    auto Add = [&](const std::string &Id) {
      if (!Seen.insert(Id).second)
        return;
      J.object([&] {
        text("id", Id);
        const RuleInfo *Info = findRule(Id);
        J.attribute("title", Info ? Info->Title : "");
        J.attribute("help", Info ? Info->Help : "");
      });
    };
    for (const std::string &Id : R.Rules)
      Add(Id);
    for (const std::vector<Finding> *List :
         {&R.Findings, &R.Suppressed, &R.Fixed})
      for (const Finding &F : *List)
        Add(F.RuleId);
    for (const VerdictRow &V : R.Verdicts)
      Add(V.RuleId);
  }

  void path(StringRef Title, ArrayRef<PathStep> Path) {
    J.object([&] {
      text("title", Title);
      J.attributeArray("steps", [&] {
        for (const PathStep &S : Path)
          J.object([&] {
            J.attribute("kind", toString(S.K));
            J.attribute("depth", int64_t(S.Depth));
            text("fn", S.Function);
            text("text", S.Text);
            text("lock", S.Lock);
            texts("held", S.Held);
            if (S.OtherThread)
              J.attribute("other", true);
            loc(S.Loc);
          });
      });
    });
  }

  void finding(const Finding &F) {
    text("rule", F.RuleId);
    J.attribute("level", toString(F.Level));
    text("message", F.Message);
    text("advice", F.Advice);
    text("fn", F.Function);
    loc(F.Loc);
    text("lock", F.Lock);
    text("lockKind", F.LockKind);
    text("entry", F.EntryPoint);
    text("role", F.Role);
    texts("verifier", F.VerifierRules);
    text("bugCheck", F.BugCheck);
    J.attribute("confidence", toString(F.Sure));
    texts("doubts", F.Doubts);
    J.attributeArray("alsoAt", [&] {
      for (const OtherPlace &O : F.AlsoAt)
        J.object([&] {
          place(O.Loc);
          text("function", O.Function);
        });
    });
    text("fingerprint", F.Fingerprint);
    J.attribute("state", F.SuppressedBy ? "suppressed" : toString(F.Baseline));
    if (F.SuppressedBy)
      J.attributeObject("suppressedBy", [&] {
        J.attribute("inSource", F.SuppressedBy->InSource);
        text("reason", F.SuppressedBy->Reason);
        place(F.SuppressedBy->Loc);
      });
    J.attributeArray("paths", [&] {
      path(F.PathTitle, F.Path);
      for (const RelatedPath &P : F.RelatedPaths)
        path(P.Title, P.Path);
    });
    J.attributeArray("order", [&] {
      for (const OrderEdge &E : F.Order)
        J.object([&] {
          text("from", E.From);
          text("to", E.To);
          J.attribute("path", int64_t(E.Path));
          J.attribute("fromStep", int64_t(E.FromStep));
          J.attribute("toStep", int64_t(E.ToStep));
        });
    });
  }

  void verdict(const VerdictRow &V) {
    text("entry", V.EntryPoint);
    text("role", V.Role);
    text("rule", V.RuleId);
    J.attribute("verdict", verdictKey(V.V));
    text("reason", V.Reason);
    J.attribute("assumed", int64_t(V.AssumptionList));
    place(V.Loc);
  }

  void site(const LockSite &S) {
    text("api", S.Api.empty() ? S.Effect : S.Api);
    text("lock", S.Lock);
    text("fn", S.Function);
    J.attribute("status", toString(S.Status));
    text("reason", S.Reason);
    if (!S.Runtime.empty()) {
      text("runtime", S.Runtime);
      text("runtimeReason", S.RuntimeReason);
    }
    place(S.Loc);
  }

  const Report &R;
  const HtmlOptions &Opts;
  Excerpts Source;
  std::string Json;
  raw_string_ostream OS;
  json::OStream J;
};

/// "SpinGuard: 3 findings".
std::string titleOf(const Report &R) {
  size_t N = R.Findings.size();
  return "SpinGuard: " +
         (N == 0 ? "no findings"
                 : utostr(N) + (N == 1 ? " finding" : " findings"));
}

} // namespace

void writeHtml(raw_ostream &OS, const Report &R, const HtmlOptions &Opts) {
  std::string Style = assets(".css"), Script = assets(".js"),
              Page = assets(".html");
  std::map<StringRef, std::string> Parts = {
      {"title", titleOf(R)},
      {"version", toolVersion().str()},
      {"style-hash", hashSource(Style)},
      {"script-hash", hashSource(Script)},
      {"style", Style},
      {"script", Script},
      {"data", insideScript(HtmlSink(R, Opts).data())},
  };
  for (StringRef Rest = Page; !Rest.empty();) {
    auto [Text, Tail] = Rest.split("{{");
    OS << Text;
    auto [Name, Next] = Tail.split("}}");
    OS << Parts[Name];
    Rest = Next;
  }
}

} // namespace spinguard
