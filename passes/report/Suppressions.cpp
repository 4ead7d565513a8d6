//===- Suppressions.cpp - Findings that someone has accepted ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What suppresses, what it matches, and which of it is of no use any more.
//
//===----------------------------------------------------------------------===//

#include "report/Suppressions.h"
#include "report/SourceCache.h"
#include "report/SourceIgnores.h"
#include "report/SourcePath.h"
#include "rules/Rules.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

using namespace llvm;

namespace spinguard {
namespace {

/// A rule as a suppression names it: an id, an original name, or "*".
struct NamedRule {
  std::string Name;
  std::optional<RuleSelection> Originals; ///< Unless it is an id or "*".
  bool IsUsed = false;

  bool covers(const Finding &F) const {
    if (Name == "*" || StringRef(Name).equals_insensitive(F.RuleId))
      return true;
    return Originals && Originals->includes(F.RuleId, F.LockKind);
  }

  /// Whether any of \p Rules could have been reported under it.
  bool isAmong(ArrayRef<std::string> Rules) const {
    return Name == "*" || any_of(Rules, [&](const std::string &Id) {
             return StringRef(Name).equals_insensitive(Id) ||
                    (Originals && Originals->includesRule(Id));
           });
  }
};

/// A suppression that stands in the source.
struct SourceSuppression {
  SourceLoc Loc;
  unsigned First = 0, Last = 0; ///< Lines; of a comment.
  std::string Function;         ///< Of an annotation.
  std::vector<NamedRule> Rules;
  std::string Reason;
};

class Suppressor {
public:
  Suppressor(Report &R, const SuppressionRows &Rows,
             const SuppressionOptions &Opts)
      : R(R), Rows(Rows), Opts(Opts), Sources(Opts.SourceRoot) {}

  void run() {
    RowIsUsed.resize(Rows.size());
    if (Opts.InSource) {
      for (const FunctionIgnore &I : R.Ignores)
        addAnnotation(I);
      // Where nothing was found, a comment can only be of no use.
      for (const Finding &F : R.Findings)
        readComments(F.Loc);
      if (Opts.TellUnused) {
        for (const LockSite &S : R.Sites)
          readComments(S.Loc);
        for (const VerdictRow &V : R.Verdicts)
          readComments(V.Loc);
      }
    }

    std::vector<Finding> Kept;
    for (Finding &F : R.Findings) {
      F.SuppressedBy = find(F);
      R.NumSuppressed += F.SuppressedBy.has_value();
      (F.SuppressedBy ? R.Suppressed : Kept).push_back(std::move(F));
    }
    R.Findings = std::move(Kept);
    if (Opts.TellUnused)
      tellUnused();
    for (const auto &[Loc, Text] : Notes)
      R.Notes.push_back(Text);
  }

private:
  std::string place(const SourceLoc &Loc) const {
    return displayPath(Loc, Opts.SourceRoot) + ":" + utostr(Loc.Line);
  }

  void note(const SourceLoc &Loc, const Twine &Text) {
    Notes.insert({Loc, (place(Loc) + ": " + Text).str()});
  }

  /// The name of the file of \p Loc, whatever way the debug information of a
  /// unit leads to it.
  std::string fileOf(const SourceLoc &Loc) const {
    return relativePath(Loc, Opts.SourceRoot);
  }

  /// Fills in the rules that \p Clause names; false, with a note, if it is
  /// malformed.
  bool takeClause(const IgnoreClause &Clause, SourceSuppression &S) {
    if (!Clause.Problem.empty()) {
      note(S.Loc, "this suppression has no effect: it " + Clause.Problem);
      return false;
    }
    S.Reason = Clause.Reason;
    for (const std::string &Name : Clause.Rules) {
      NamedRule Rule;
      Rule.Name = Name;
      if (Name != "*" && !findRule(StringRef(Name).lower())) {
        Expected<RuleSelection> Originals = RuleSelection::parse({Name});
        if (!Originals) {
          note(S.Loc, "this suppression has no effect: " +
                          toString(Originals.takeError()));
          continue;
        }
        Rule.Originals = std::move(*Originals);
      }
      S.Rules.push_back(std::move(Rule));
    }
    return !S.Rules.empty();
  }

  void addAnnotation(const FunctionIgnore &I) {
    SourceSuppression S;
    S.Loc = I.Loc;
    S.Function = I.Function;
    if (takeClause(parseIgnoreClause(I.Text), S))
      InSource[fileOf(I.Loc)].push_back(std::move(S));
  }

  void readComments(const SourceLoc &Loc) {
    if (!Loc.isValid() || !ReadFiles.insert(fileOf(Loc)).second)
      return;
    std::optional<StringRef> Text = Sources.text(Loc);
    if (!Text)
      return;
    for (const IgnoreComment &C : findIgnoreComments(*Text)) {
      SourceSuppression S;
      S.Loc = Loc;
      S.Loc.Line = C.Line;
      S.Loc.Column = 0;
      S.First = C.First;
      S.Last = C.Last;
      if (takeClause(parseIgnoreClause(C.Text), S))
        InSource[fileOf(Loc)].push_back(std::move(S));
    }
  }

  std::optional<Suppression> find(const Finding &F) {
    std::optional<Suppression> By;
    auto It = InSource.find(fileOf(F.Loc));
    if (It != InSource.end())
      for (SourceSuppression &S : It->second) {
        bool IsHere = S.Function.empty()
                          ? S.First <= F.Loc.Line && F.Loc.Line <= S.Last
                          : S.Function == F.Function;
        for (NamedRule &Rule : S.Rules) {
          if (!IsHere || !Rule.covers(F))
            continue;
          Rule.IsUsed = true;
          if (!By)
            By = Suppression{true, S.Reason, S.Loc};
        }
      }
    for (size_t I = 0; I != Rows.size(); ++I) {
      if (!matches(*Rows[I], F))
        continue;
      RowIsUsed[I] = true;
      if (!By)
        By = Suppression{false, Rows[I]->Reason, Rows[I]->Loc};
    }
    return By;
  }

  bool matches(const SuppressionRow &Row, const Finding &F) const {
    auto IsRule = [&] {
      return Row.Rule.matches(F.RuleId) ||
             any_of(F.VerifierRules, [&](const std::string &Name) {
               return Row.Rule.matches(Name);
             });
    };
    auto IsFile = [&] {
      if (!Row.File.Pattern)
        return true;
      if (F.Loc.File.empty())
        return false;
      SourceLoc Full = F.Loc;
      if (!Full.Dir.empty() && !isAbsolutePath(normalizePath(Full.File)))
        Full.File = Full.Dir + "/" + Full.File;
      return Row.File.matches(fileOf(F.Loc)) ||
             Row.File.matches(normalizePath(F.Loc.File)) ||
             Row.File.matches(normalizePath(Full.File));
    };
    return StringRef(F.Fingerprint).starts_with(Row.Fingerprint) && IsRule() &&
           Row.Function.matches(F.Function) && Row.Lock.matches(F.Lock) &&
           Row.EntryPoint.matches(F.EntryPoint) && IsFile();
  }

  void tellUnused() {
    for (const auto &[File, List] : InSource)
      for (const SourceSuppression &S : List)
        for (const NamedRule &Rule : S.Rules)
          if (!Rule.IsUsed && Rule.isAmong(R.Rules))
            note(S.Loc, "the suppression of '" + Rule.Name + "'" +
                            (S.Function.empty() ? Twine()
                                                : " in '" + S.Function + "'") +
                            " matches no finding any more; remove it");
    for (size_t I = 0; I != Rows.size(); ++I) {
      const SuppressionRow &Row = *Rows[I];
      bool WasChecked = any_of(R.Rules, [&](const std::string &Id) {
        return Row.Rule.matches(Id) ||
               any_of(allVerifierRules(), [&](const VerifierRule &V) {
                 return V.serves(Id) && Row.Rule.matches(V.Name);
               });
      });
      if (!RowIsUsed[I] && WasChecked)
        note(Row.Loc, "this suppression matches no finding any more; remove "
                      "it");
    }
  }

  Report &R;
  const SuppressionRows &Rows;
  const SuppressionOptions &Opts;
  SourceCache Sources;
  std::vector<bool> RowIsUsed;
  std::set<std::string> ReadFiles;
  std::map<std::string, std::vector<SourceSuppression>> InSource; ///< By file.
  std::set<std::pair<SourceLoc, std::string>> Notes;
};

} // namespace

void applySuppressions(Report &R, const SuppressionRows &Rows,
                       const SuppressionOptions &Opts) {
  Suppressor(R, Rows, Opts).run();
}

} // namespace spinguard
