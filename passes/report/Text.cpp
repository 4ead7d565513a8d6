//===- Text.cpp - A report for people ---------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Prints a report the way compilers print diagnostics, followed by what only a
// checker has to say: verdicts, what they rest on, and what was left open.
// Headlines and steps are one line each, so that editors and grep find them.
//
//===----------------------------------------------------------------------===//

#include "report/Diagnostic.h"
#include "report/Sinks.h"
#include "report/SourceCache.h"
#include "report/SourcePath.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <set>

using namespace llvm;

namespace spinguard {
namespace {

/// "1 error", "2 errors".
std::string counted(size_t N, StringRef Singular) {
  return (Twine(N) + " " + Singular + (N == 1 ? "" : "s")).str();
}

Style styleOf(Severity S) {
  switch (S) {
  case Severity::Error:
    return Style::Error;
  case Severity::Warning:
    return Style::Warning;
  case Severity::Note:
    return Style::Note;
  }
  return Style::Plain;
}

Style styleOf(Verdict V) {
  switch (V) {
  case Verdict::Pass:
    return Style::Good;
  case Verdict::Defect:
    return Style::Error;
  case Verdict::Inconclusive:
    return Style::Warning;
  case Verdict::NotApplicable:
    return Style::Faint;
  }
  return Style::Plain;
}

StringRef wordsFor(SiteStatus S) {
  switch (S) {
  case SiteStatus::Unproven:
    return "not proven";
  case SiteStatus::Unreached:
    return "not reached";
  default:
    return toString(S);
  }
}

/// One row of the verdict table: rules of one entry point that share a verdict.
struct TableRow {
  std::string Rules;
  const VerdictRow *First = nullptr;
  std::set<unsigned> Assumptions;
};

/// The rows of one entry point.
struct TableGroup {
  std::string Name, Role;
  SmallVector<const VerdictRow *, 8> Members;
  std::vector<TableRow> Rows;
};

class TextSink {
public:
  TextSink(raw_ostream &OS, const Report &R, const TextOptions &Opts)
      : OS(OS), R(R), Opts(Opts), Sources(Opts.SourceRoot) {}

  void print() {
    for (const Finding &F : R.Findings)
      printFinding(F);
    for (const Finding &F : R.Suppressed)
      printFinding(F);
    printFixed();
    printVerdicts();
    printAssumptions();
    printGiveUps();
    printLeftOut();
    printSites();
    printSummary();
    printNotes();
    if (R.Statistics)
      printStatistics(*R.Statistics);
  }

private:
  raw_ostream &OS;
  const Report &R;
  const TextOptions &Opts;
  SourceCache Sources;

  std::string paint(StringRef Text, Style S) const {
    return styled(Text, S, Opts.Color);
  }

  void heading(StringRef Text) { OS << paint(Text, Style::Strong) << '\n'; }

  /// "queue.c:12:3", as far as it is known.
  std::string place(const SourceLoc &Loc) const {
    if (!Loc.isValid())
      return "<unknown>";
    std::string Path = printable(displayPath(Loc, Opts.SourceRoot));
    if (Path.empty())
      Path = "<unknown>";
    Path += ":" + utostr(Loc.Line);
    if (Loc.Column != 0)
      Path += ":" + utostr(Loc.Column);
    return Path;
  }

  void excerpt(const SourceLoc &Loc, unsigned Indent, bool Dedent) {
    if (!Opts.Source)
      return;
    std::optional<StringRef> Line = Sources.line(Loc);
    if (!Line)
      return;
    ExcerptLayout Layout;
    Layout.Indent = Indent;
    Layout.Dedent = Dedent;
    Layout.Width = Opts.Width;
    Layout.Color = Opts.Color;
    printExcerpt(OS, *Line, Loc.Line, Loc.Column, Layout);
  }

  void printFinding(const Finding &F) {
    OS << paint(place(F.Loc) + ":", Style::Strong) << ' '
       << paint((toString(F.Level) + ":").str(), styleOf(F.Level)) << ' '
       << paint(printable(F.Message), Style::Strong) << " ["
       << printable(F.RuleId) << "]" << sureness(F) << stateOf(F) << '\n';
    excerpt(F.Loc, /*Indent=*/0, /*Dedent=*/false);

    std::string Where;
    if (!F.Function.empty() && F.Function != F.EntryPoint)
      Where = "in " + printable(F.Function);
    if (!F.EntryPoint.empty()) {
      Where +=
          Where.empty() ? "in entry point " : ", reached from entry point ";
      Where += printable(F.EntryPoint);
      if (!F.Role.empty())
        Where += " (" + printable(F.Role) + ")";
    }
    if (!F.Loc.isValid())
      Where +=
          Where.empty() ? "no debug information" : " (no debug information)";
    if (!Where.empty())
      OS << "  " << Where << '\n';

    bool Several = !F.RelatedPaths.empty();
    if (Several && !F.Path.empty())
      printPathTitle(1, F.PathTitle);
    printPath(F.Path);
    for (size_t I = 0; I != F.RelatedPaths.size(); ++I) {
      printPathTitle(I + 2, F.RelatedPaths[I].Title);
      printPath(F.RelatedPaths[I].Path);
    }

    constexpr size_t MaxPlaces = 12;
    for (size_t I = 0; I != std::min(F.AlsoAt.size(), MaxPlaces); ++I)
      OS << "  also at " << place(F.AlsoAt[I].Loc) << ": in "
         << printable(F.AlsoAt[I].Function) << '\n';
    if (F.AlsoAt.size() > MaxPlaces)
      OS << "  and at " << F.AlsoAt.size() - MaxPlaces << " more\n";

    if (!F.VerifierRules.empty() || !F.BugCheck.empty()) {
      std::string Text =
          F.VerifierRules.empty()
              ? std::string()
              : "violates " + printable(join(F.VerifierRules, ", "));
      if (!F.BugCheck.empty())
        Text += (Text.empty() ? "" : "; ") +
                ("bug check " + printable(F.BugCheck) + " at run time");
      printRemark(Text);
    }
    for (const std::string &D : F.Doubts)
      printRemark("doubt: " + printable(D));
    if (!F.Advice.empty())
      printRemark("help: " + printable(F.Advice));
    if (F.SuppressedBy)
      printRemark("suppressed at " + place(F.SuppressedBy->Loc) + ": " +
                  printable(F.SuppressedBy->Reason));
    OS << '\n';
  }

  static std::string sureness(const Finding &F) {
    return F.Sure == Confidence::High
               ? ""
               : (" (" + toString(F.Sure) + " confidence)").str();
  }

  std::string stateOf(const Finding &F) const {
    if (F.SuppressedBy)
      return paint(" (suppressed)", Style::Faint);
    if (F.Baseline == BaselineState::None)
      return "";
    return paint((" (" + toString(F.Baseline) + ")").str(),
                 F.Baseline == BaselineState::New ? Style::Strong
                                                  : Style::Faint);
  }

  /// Findings of the baseline that are gone: the source is another one now.
  void printFixed() {
    if (R.Fixed.empty())
      return;
    heading("Fixed since the baseline");
    for (const Finding &F : R.Fixed) {
      std::string Text = F.Loc.isValid() || F.Loc.File.empty()
                             ? place(F.Loc)
                             : printable(displayPath(F.Loc, Opts.SourceRoot));
      if (!F.Function.empty())
        Text += ": in " + printable(F.Function);
      OS << "  " << Text << ": " << printable(F.Message) << " ["
         << printable(F.RuleId) << "]\n";
    }
    OS << '\n';
  }

  void printPathTitle(size_t Number, StringRef Title) {
    OS << paint("  path " + utostr(Number), Style::Strong);
    if (!Title.empty())
      OS << ": " << printable(Title);
    OS << '\n';
  }

  void printPath(ArrayRef<PathStep> Path) {
    unsigned Digits = utostr(Path.size()).size();
    for (size_t I = 0; I != Path.size(); ++I)
      printStep(Path[I], I + 1, Digits,
                /*WithSource=*/I == 0 || !(Path[I].Loc == Path[I - 1].Loc));
  }

  void printRemark(StringRef Text) {
    OS << paint("  = ", Style::Note);
    printWrapped(OS, Text, 4, Opts.Width);
  }

  void printStep(const PathStep &S, size_t Number, unsigned Digits,
                 bool WithSource) {
    std::string Label = utostr(Number) + ".";
    Label.insert(0, Digits + 1 - Label.size(), ' ');
    // A deep recursion must not push its text off the page.
    unsigned Shift = 2 * std::min(S.Depth, 10u);
    OS << "  " << paint(Label, Style::Note) << ' ';
    OS.indent(Shift);
    if (S.Loc.isValid())
      OS << place(S.Loc) << ": ";
    if (!S.Function.empty())
      OS << "in " << printable(S.Function) << ": ";
    OS << printable(S.Text) << '\n';
    if (WithSource)
      excerpt(S.Loc, 2 + Digits + Shift, /*Dedent=*/true);
  }

  //===--- Verdicts -------------------------------------------------------===//

  /// Gathers rows by entry point, in the order they come.
  std::vector<TableGroup> groupVerdicts() const {
    std::vector<TableGroup> Groups;
    StringMap<size_t> Index; // By name, role and place.
    StringMap<unsigned> SameName;
    for (const VerdictRow &V : R.Verdicts) {
      std::string Key = V.EntryPoint + '\0' + V.Role + '\0' + V.Loc.Dir + '\0' +
                        V.Loc.File + '\0' + utostr(V.Loc.Line);
      auto [It, New] = Index.try_emplace(Key, Groups.size());
      if (New) {
        TableGroup &G = Groups.emplace_back();
        G.Name = printable(V.EntryPoint);
        G.Role = printable(V.Role);
        ++SameName[V.EntryPoint];
      }
      Groups[It->second].Members.push_back(&V);
    }
    for (TableGroup &G : Groups) {
      const VerdictRow &V = *G.Members.front();
      if (SameName[V.EntryPoint] > 1 && V.Loc.isValid())
        G.Name += " at " + place(V.Loc);
      makeRows(G);
    }
    // What needs the reader's attention comes first.
    std::vector<TableGroup> Sorted;
    for (unsigned Urgency = 0; Urgency <= LeastUrgent; ++Urgency)
      for (TableGroup &G : Groups)
        if (urgency(G) == Urgency)
          Sorted.push_back(G);
    return Sorted;
  }

  static constexpr unsigned LeastUrgent = 3;

  static unsigned urgency(const TableGroup &G) {
    unsigned Most = LeastUrgent;
    for (const VerdictRow *V : G.Members) {
      if (V->V == Verdict::Defect)
        return 0;
      if (V->V == Verdict::Inconclusive)
        Most = 1;
      else if (V->V == Verdict::NotApplicable)
        Most = std::min(Most, 2u);
    }
    return Most;
  }

  /// One row a rule, or one for all where all say the same.
  void makeRows(TableGroup &G) const {
    const VerdictRow &First = *G.Members.front();
    bool Uniform = G.Members.size() > 1 && First.V != Verdict::Defect &&
                   all_of(G.Members, [&](const VerdictRow *V) {
                     return V->V == First.V && V->Reason == First.Reason;
                   });
    for (const VerdictRow *V : G.Members) {
      if (!Uniform || G.Rows.empty()) {
        TableRow &Row = G.Rows.emplace_back();
        Row.First = V;
        Row.Rules = Uniform ? "all " + utostr(G.Members.size()) + " rules"
                            : printable(V->RuleId);
      }
      const std::vector<unsigned> &Own = R.AssumptionLists[V->AssumptionList];
      G.Rows.back().Assumptions.insert(Own.begin(), Own.end());
    }
  }

  /// "[1-3, 7]": the assumptions by the numbers they are printed with.
  static std::string references(const std::set<unsigned> &Indexes) {
    std::string Text;
    for (auto It = Indexes.begin(); It != Indexes.end();) {
      unsigned First = *It, Last = First;
      for (++It; It != Indexes.end() && *It == Last + 1; ++It)
        Last = *It;
      Text += Text.empty() ? "[" : ", ";
      Text += utostr(First + 1ull);
      if (Last != First)
        Text += (Last == First + 1 ? ", " : "-") + utostr(Last + 1ull);
    }
    return Text.empty() ? Text : Text + "]";
  }

  /// Prints \p Cell and pads it to \p Width, or ends the line if it is wider.
  void printCell(StringRef Cell, unsigned Width, unsigned NextColumn) {
    OS << Cell;
    unsigned Used = displayWidth(Cell);
    if (Used <= Width) {
      OS.indent(Width - Used + 2);
      return;
    }
    OS << '\n';
    OS.indent(NextColumn);
  }

  void printVerdicts() {
    if (R.Verdicts.empty())
      return;
    std::vector<TableGroup> Groups = groupVerdicts();

    unsigned NameWidth = 11, RoleWidth = 4, RuleWidth = 4;
    auto Widen = [](unsigned &Width, StringRef Text, unsigned Limit) {
      unsigned W = displayWidth(Text);
      if (W <= Limit)
        Width = std::max(Width, W);
    };
    bool AnyReference = false;
    for (const TableGroup &G : Groups) {
      Widen(NameWidth, G.Name, 32);
      Widen(RoleWidth, G.Role, 20);
      for (const TableRow &Row : G.Rows) {
        Widen(RuleWidth, Row.Rules, 24);
        AnyReference |= !Row.Assumptions.empty();
      }
    }
    unsigned RoleColumn = 2 + NameWidth + 2;
    unsigned RuleColumn = RoleColumn + RoleWidth + 2;
    unsigned VerdictColumn = RuleColumn + RuleWidth + 2;

    heading("Verdicts");
    std::string Header;
    {
      raw_string_ostream S(Header);
      S << "  " << left_justify("Entry point", NameWidth) << "  "
        << left_justify("Role", RoleWidth) << "  "
        << left_justify("Rule", RuleWidth) << "  Verdict";
    }
    OS << paint(Header, Style::Faint) << '\n';
    std::string Ruler =
        "  " + std::string(NameWidth, '-') + "  " +
        std::string(RoleWidth, '-') + "  " + std::string(RuleWidth, '-') +
        "  " +
        std::string(std::max(Opts.Width, VerdictColumn + 14) - VerdictColumn,
                    '-');
    OS << paint(Ruler, Style::Faint) << '\n';

    for (const TableGroup &G : Groups) {
      bool FirstRow = true;
      for (const TableRow &Row : G.Rows) {
        if (FirstRow) {
          OS << "  ";
          printCell(G.Name, NameWidth, RoleColumn);
          printCell(G.Role, RoleWidth, RuleColumn);
        } else {
          OS.indent(RuleColumn);
        }
        FirstRow = false;
        printCell(Row.Rules, RuleWidth, VerdictColumn);
        printVerdict(Row, VerdictColumn);
      }
    }
    if (AnyReference) {
      OS << paint(
                "  A Pass holds under the assumptions whose numbers follow it.",
                Style::Faint)
         << '\n';
    }
    OS << '\n';
  }

  void printVerdict(const TableRow &Row, unsigned Column) {
    StringRef Word = toString(Row.First->V);
    std::string Rest;
    if (!Row.First->Reason.empty())
      Rest += ": " + printable(Row.First->Reason);
    std::string Numbers = references(Row.Assumptions);
    if (!Numbers.empty())
      Rest += " " + Numbers;
    // Wrapped plain, then the verdict is painted: colours take no columns.
    std::vector<std::string> Lines = wrapText(
        (Word + Rest).str(), std::max(Opts.Width, Column + 24) - Column);
    OS << paint(Word, styleOf(Row.First->V))
       << StringRef(Lines.front())
              .drop_front(std::min(Word.size(), Lines.front().size()))
       << '\n';
    for (const std::string &L : drop_begin(Lines)) {
      OS.indent(Column);
      OS << L << '\n';
    }
  }

  //===--- The rest -------------------------------------------------------===//

  void printAssumptions() {
    if (R.Assumptions.empty())
      return;
    heading("Assumptions");
    unsigned Digits = utostr(R.Assumptions.size()).size() + 2;
    for (size_t I = 0; I != R.Assumptions.size(); ++I) {
      OS << "  " << right_justify("[" + utostr(I + 1) + "]", Digits) << ' ';
      printWrapped(OS, printable(R.Assumptions[I]), Digits + 3, Opts.Width);
    }
    OS << '\n';
  }

  void printGiveUps() {
    if (R.GiveUps.empty())
      return;
    heading("Given up");
    for (const Report::GiveUp &G : R.GiveUps) {
      std::string Text;
      if (G.Loc.isValid())
        Text = place(G.Loc) + ": ";
      if (!G.Function.empty())
        Text += "in " + printable(G.Function) + ": ";
      OS << "  ";
      printWrapped(OS, Text + printable(G.Reason), 4, Opts.Width);
    }
    OS << '\n';
  }

  void printLeftOut() {
    if (R.LeftOut.empty())
      return;
    heading("Left out");
    for (const Report::Omission &O : R.LeftOut) {
      std::string Text = O.Unit.empty() ? "" : printable(O.Unit) + ": ";
      OS << "  ";
      printWrapped(OS, Text + printable(O.Reason), 4, Opts.Width);
    }
    OS << '\n';
  }

  void printSites() {
    auto Listed = [&](const LockSite &S) {
      return Opts.Sites || S.Status == SiteStatus::Unproven;
    };
    if (none_of(R.Sites, Listed))
      return;
    heading(Opts.Sites ? "Lock sites"
                       : "Lock sites not proven (an instrumented build checks "
                         "them at run time)");
    for (const LockSite &S : R.Sites) {
      if (!Listed(S))
        continue;
      std::string Text = place(S.Loc) + ": ";
      if (!S.Function.empty())
        Text += "in " + printable(S.Function) + ": ";
      Text += printable(S.Api.empty() ? S.Effect : S.Api);
      if (!S.Lock.empty())
        Text += " of '" + printable(S.Lock) + "'";
      if (Opts.Sites)
        Text += (" is " + wordsFor(S.Status)).str();
      if (!S.Reason.empty())
        Text += ": " + printable(S.Reason);
      OS << "  ";
      printWrapped(OS, Text, 4, Opts.Width);
    }
    OS << '\n';
  }

  void printSummary() {
    ReportCounts C(R);
    SmallVector<std::string, 4> Parts;
    if (C.Errors)
      Parts.push_back(paint(counted(C.Errors, "error"), Style::Error));
    if (C.Warnings)
      Parts.push_back(paint(counted(C.Warnings, "warning"), Style::Warning));
    if (C.Notes)
      Parts.push_back(paint(counted(C.Notes, "note"), Style::Note));
    if (R.IsDifference) {
      OS << paint("SpinGuard:", Style::Strong) << ' ' << C.New << " new, "
         << R.NumFixed << " fixed, " << R.NumKnown << " unchanged\n";
      return;
    }
    OS << paint("SpinGuard:", Style::Strong) << ' '
       << (Parts.empty() ? "no findings" : join(Parts, ", ")) << "; ";
    if (R.HasBaseline)
      OS << C.New << " new, " << R.NumKnown << " known, " << R.NumFixed
         << " fixed; ";
    if (R.NumSuppressed)
      OS << R.NumSuppressed << " suppressed; ";
    if (R.NumDoubtful)
      OS << R.NumDoubtful << " of less than " << toString(R.Least)
         << " confidence (--confidence low); ";

    if (R.NumRuntimeReports) {
      OS << counted(*R.NumRuntimeReports, "report") << " in "
         << counted(R.Inputs.size(), "file");
    } else if (R.Sites.empty()) {
      OS << "no lock sites";
    } else {
      OS << counted(R.Sites.size(), "lock site") << ": " << C.Proven
         << " proven, " << C.Reported << " reported, " << C.Unproven
         << " not proven";
      if (C.Unreached)
        OS << ", " << C.Unreached << " not reached";
      StringRef Separator = "; at run time ";
      for (const auto &[Word, Count] : C.Runtime) {
        OS << Separator << Count << ' ' << Word;
        Separator = ", ";
      }
    }
    OS << '\n';

    if (R.NumFunctions != 0)
      OS << "  " << R.NumAnalysedFunctions << " of "
         << counted(R.NumFunctions, "function") << " can reach a lock\n";
    if (!R.isIncomplete())
      return;
    Parts.clear();
    if (C.Inconclusive)
      Parts.push_back(counted(C.Inconclusive, "inconclusive verdict"));
    if (!R.GiveUps.empty())
      Parts.push_back(counted(R.GiveUps.size(), "function") + " given up");
    size_t NumUnits = count_if(
        R.LeftOut, [](const Report::Omission &O) { return !O.Unit.empty(); });
    if (NumUnits)
      Parts.push_back(counted(NumUnits, "unit") + " left out");
    for (const Report::Omission &O : R.LeftOut)
      if (O.Unit.empty())
        Parts.push_back(printable(O.Reason));
    OS << "  " << paint("incomplete:", Style::Warning) << ' '
       << join(Parts, ", ") << '\n';
  }

  void printStatistics(const RunStatistics &S) {
    ReportCounts C(R);
    OS << paint("Statistics:", Style::Strong) << '\n';
    auto Row = [&](const Twine &Name, const Twine &Value) {
      OS << "  " << left_justify(Name.str(), 40) << ' ' << Value << '\n';
    };
    Row("files", Twine(R.Inputs.size()));
    Row("functions", Twine(R.NumFunctions));
    Row("functions that can reach a lock", Twine(R.NumAnalysedFunctions));
    Row("functions simulated", Twine(S.SimulatedFunctions));
    Row("lock sites, proven", Twine(C.Proven));
    Row("lock sites, reported", Twine(C.Reported));
    Row("lock sites, not proven", Twine(C.Unproven));
    Row("lock sites, not reached", Twine(C.Unreached));
    Row("runs, first", Twine(S.Runs.First));
    Row("runs, finer", Twine(S.Runs.Finer));
    Row("runs, coarser", Twine(S.Runs.Coarser));
    Row("runs, split by lock", Twine(S.Runs.ByLock));
    Row("runs, lock states merged", Twine(S.Runs.Widened));
    Row("runs, feasible paths only", Twine(S.Runs.Feasible));
    Row("runs, entry points", Twine(S.Runs.Entry));
    Row("steps", Twine(S.Runs.Steps));
    Row("path refinements, confirmed", Twine(S.Runs.Confirmed));
    Row("path refinements, refuted", Twine(S.Runs.Refuted));
    if (S.Runs.HasSolver) {
      const RunStatistics::SolverCounts &Solver = S.Runs.Solver;
      Row("path conditions, solver asked", Twine(Solver.Asked));
      Row("path conditions, possible", Twine(Solver.Possible));
      Row("path conditions, impossible", Twine(Solver.Impossible));
      Row("path conditions, unknown", Twine(Solver.Unknown));
    } else {
      Row("path conditions", "not asked: this build has no solver");
    }
    Row("incidents", Twine(S.Incidents));
    for (const auto &G : S.GiveUps)
      Row("given up, " + printable(G.Reason), Twine(G.Count));
    for (const auto &F : S.Findings)
      Row("findings, " + F.RuleId + ", " + toString(F.Sure), Twine(F.Count));
    auto Time = [&](StringRef Name, double Ms) {
      OS << "  " << left_justify(("time, " + Name).str(), 40)
         << format(" %.0f ms\n", Ms);
    };
    Time("reading", S.ReadingMs);
    Time("analysis", S.AnalysisMs);
    Time("rules", S.RulesMs);
    Row("memory, peak", Twine(S.PeakBytes >> 20) + " MiB");
  }

  void printNotes() {
    for (const std::string &Note : R.Notes) {
      OS << paint("note:", Style::Note) << ' ';
      printWrapped(OS, printable(Note), 6, Opts.Width);
    }
  }
};

} // namespace

void writeText(raw_ostream &OS, const Report &R, const TextOptions &Opts) {
  TextSink(OS, R, Opts).print();
}

} // namespace spinguard
