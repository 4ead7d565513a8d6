//===- CheckProgram.cpp - From an analysis result to a report -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is common to all rules: the verdict of each rule for each entry point,
// what became of each lock site, order, and notes.
//
//===----------------------------------------------------------------------===//

#include "analysis/Check.h"
#include "report/Fingerprint.h"
#include "rules/Causes.h"
#include "rules/RuleFunctions.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <chrono>
#include <map>

using namespace llvm;
using namespace spinguard;

namespace {

class Checker {
public:
  Checker(ArrayRef<const FlowModule *> Modules, const CheckOptions &Opts)
      : Modules(Modules), Opts(Opts), P(Modules, *Opts.Models, Opts.Roles) {}

  Report run(KeptAnalysis *Kept);

private:
  LockStateResult analyse(KeptAnalysis *Kept) const;
  std::string nameOf(FunctionId F) const {
    return P.symbols()[P.functions()[F].Symbol].SourceName;
  }
  void complete(Finding &F, const RuleInfo &RI, StringRef Api = "");
  /// Of the catalogue, which outlives the finding.
  static StringRef ruleOf(const Finding &F) { return findRule(F.RuleId)->Id; }
  void add(Finding F, const std::set<std::pair<size_t, StringRef>> &Entries);
  bool isToldAtExit(const Finding &F) const;
  void incidentFindings();
  void wholeProgramFindings();
  void numberAssumptions();
  VerdictRow verdict(size_t Entry, const RuleInfo &RI) const;
  void verdicts();
  void sites();
  void notes();
  void statistics(RunStatistics &S);

  ArrayRef<const FlowModule *> Modules;
  const CheckOptions &Opts;
  Program P;
  LockStateResult R;
  std::vector<const RuleInfo *> Rules;
  /// Entry points (indexes) and rules with a finding.
  std::set<std::pair<size_t, StringRef>> Defects;
  /// Likewise, with findings that are less certain than was asked for.
  std::set<std::pair<size_t, StringRef>> Doubtful;
  /// Likewise, with findings whose cause another rule's finding tells.
  std::set<std::pair<size_t, StringRef>> Elsewhere;
  std::vector<Finding> Untold;
  /// Where what is found shows, and in which functions.
  using Places = std::set<std::pair<SourceLoc, std::string>>;
  Places ToldAt, DoubtfulAt;
  /// By entry point: the list of what its Pass rests on.
  std::vector<unsigned> AssumedBy;
  /// What each function that was given up hides of that.
  std::vector<std::vector<unsigned>> HiddenBy;
  Report Out;
};

} // namespace

/// Adds what the rule says of all its findings. \p Api: the call that it is
/// about, where it is about no lock.
void Checker::complete(Finding &F, const RuleInfo &RI, StringRef Api) {
  F.RuleId = RI.Id.str();
  F.Level = RI.Level;
  F.Advice = adviceOf(RI.Id).str();
  // The verifier and its bug checks are those of Windows.
  const ModelSet &Models = *Opts.Models;
  ArrayRef<spinguard::Api> Rows = P.apis(Api);
  StringRef Family = !F.LockKind.empty()
                         ? StringRef(Models.findLockKind(F.LockKind).Family)
                     : Rows.empty() ? StringRef()
                                    : StringRef(Rows[0].Family);
  StringRef System = Models.systemOf(Family);
  if (System.empty() || System == "windows") {
    F.BugCheck = RI.BugCheck.str();
    for (const VerifierRule &V : allVerifierRules())
      if (V.covers(RI.Id, F.LockKind))
        F.VerifierRules.push_back(V.Name.str());
  }
  F.Fingerprint = fingerprintOf(F);
}

/// One finding per cause.
void Checker::incidentFindings() {
  FindingGroups Groups;
  for (size_t EI = 0; EI < R.Entries.size(); ++EI) {
    const EntryResult &E = R.Entries[EI];
    for (size_t II = 0; II < E.Incidents.size(); ++II) {
      const Incident &I = E.Incidents[II];
      std::vector<PathStep> Path; // (Long, and few are told.)
      for (const RuleInfo *RI : Rules) {
        Words W = wordsOf(RI->Kind, I);
        if (W.Message.empty() || !Opts.Rules.includes(RI->Id, I.LockKind))
          continue;
        FindingGroup New;
        Finding &F = New.F;
        F.Message = std::move(W.Message);
        F.Loc = P.loc(I.Loc);
        F.Function = I.Function.str();
        F.Lock = I.LockText.str();
        F.LockKind = I.LockKind.str();
        if (E.AsRole) {
          F.EntryPoint = nameOf(E.Function);
          F.Role = E.AsRole->Name;
        }
        if (Path.empty())
          Path = E.path(P, II);
        F.Path = relevantPath(I, Path);
        weigh(F, doubtsOf(P, R, E, I, Path));
        complete(F, *RI, I.Api);
        SmallVector<std::string, 4> Causes =
            causesOf(P, I, F, R.EndedAcquires.count(I.Acquired));
        New.Places.insert({F.Loc, F.Function});
        New.Entries.insert({EI, RI->Id});
        New.OutOfScope = I.Kind == IncidentKind::OutOfScope;
        Groups.add(std::move(New), Causes);
      }
    }
  }
  for (FindingGroup &G : Groups.take()) {
    if (G.OutOfScope && isToldAtExit(G.F)) {
      Elsewhere.insert(G.Entries.begin(), G.Entries.end());
      continue;
    }
    if (size_t More = G.Places.size() - 1)
      G.F.Message +=
          " (and at " + utostr(More) + " more place" + (More > 1 ? "s)" : ")");
    for (const auto &[Loc, Function] : G.Places)
      if (Loc != G.F.Loc || Function != G.F.Function)
        G.F.AlsoAt.push_back({Loc, Function});
    (G.F.Sure >= Opts.Least ? ToldAt : DoubtfulAt)
        .insert(G.Places.begin(), G.Places.end());
    add(std::move(G.F), G.Entries);
  }
}

/// Whether a finding says that the lock of \p F is held at that return.
bool Checker::isToldAtExit(const Finding &F) const {
  return any_of(Out.Findings, [&](const Finding &O) {
    return O.RuleId == ruleInfo(RuleKind::HeldAtExit).Id && O.Loc == F.Loc &&
           O.Function == F.Function && O.Lock == F.Lock;
  });
}

void Checker::wholeProgramFindings() {
  for (ProgramFinding &PF : programFindings(P, R, Opts.HoldUs)) {
    const RuleInfo &RI = ruleInfo(PF.Rule);
    if (!is_contained(Rules, &RI) || !Opts.Rules.includes(RI.Id, PF.F.LockKind))
      continue;
    weigh(PF.F, PF.Doubts);
    complete(PF.F, RI);
    std::set<std::pair<size_t, StringRef>> Entries;
    for (size_t E : PF.Entries)
      Entries.insert({E, RI.Id});
    add(std::move(PF.F), Entries);
  }
}

/// A finding that is less certain than was asked for is not told, but what it
/// is about is not decided either.
void Checker::add(Finding F,
                  const std::set<std::pair<size_t, StringRef>> &Entries) {
  bool Told = F.Sure >= Opts.Least;
  // That something takes no longer than it should, where nothing tells how
  // long it takes, a Pass may rest on.
  if (!Told && ruleInfo(RuleKind::NotPromptlyReleased).Id == F.RuleId) {
    for (const auto &[E, Rule] : Entries)
      R.Entries[E].Assumptions.push_back(
          P.intern("'" + F.Lock + "', acquired in '" + F.Function +
                   "', is released in time: " + F.Path.back().Text));
    return;
  }
  for (const auto &Entry : Entries) {
    auto &What = !Told                      ? Doubtful
                 : Entry.second == F.RuleId ? Defects
                                            : Elsewhere;
    What.insert(Entry);
  }
  if (!Told)
    ++Out.NumDoubtful;
  (Told ? Out.Findings : Untold).push_back(std::move(F));
}

/// Assumptions are numbered in alphabetical order.
void Checker::numberAssumptions() {
  DenseMap<const char *, unsigned> Numbers; // (Equal texts are one.)
  std::vector<StringRef> All;
  auto Add = [&](StringRef A) {
    if (Numbers.try_emplace(A.data(), 0).second)
      All.push_back(A);
  };
  for (const EntryResult &E : R.Entries)
    for (StringRef A : E.Assumptions)
      Add(A);
  for (const GivenUp::Hidden &H : R.GaveUp.Hides)
    for (StringRef A : H.Assumptions)
      Add(A);
  llvm::sort(All);
  for (StringRef A : All) {
    Numbers[A.data()] = Out.Assumptions.size();
    Out.Assumptions.push_back(A.str());
  }
  AssumptionLists Lists(Out);
  for (size_t EI = 0; EI < R.Entries.size(); ++EI) {
    std::vector<unsigned> Of;
    for (StringRef A : R.Entries[EI].Assumptions)
      Of.push_back(Numbers[A.data()]);
    llvm::sort(Of);
    Of.erase(std::unique(Of.begin(), Of.end()), Of.end());
    AssumedBy.push_back(Lists.add(std::move(Of)));
  }
  for (const GivenUp::Hidden &H : R.GaveUp.Hides) {
    HiddenBy.emplace_back();
    for (StringRef A : H.Assumptions)
      HiddenBy.back().push_back(Numbers[A.data()]);
  }
}

/// Of what is not decided for that reason.
static constexpr StringLiteral Interrupted = "the analysis was interrupted";

VerdictRow Checker::verdict(size_t EI, const RuleInfo &RI) const {
  const EntryResult &E = R.Entries[EI];
  VerdictRow Row;
  Row.EntryPoint = nameOf(E.Function);
  Row.Role = E.AsRole ? E.AsRole->Name : "(library)";
  Row.RuleId = RI.Id.str();
  Row.Loc =
      P.loc(*P.functions()[E.Function].M, P.functions()[E.Function].F->Loc);
  if (Defects.count({EI, RI.Id})) {
    Row.V = Verdict::Defect;
  } else if (Doubtful.count({EI, RI.Id})) {
    Row.V = Verdict::Inconclusive;
    Row.Reason = "a finding of less confidence than asked for is not shown";
  } else if (!E.ReachesLocks) {
    Row.V = Verdict::NotApplicable;
    Row.Reason = "it reaches no spin-lock operation";
  } else if (!E.AsRole && RI.RoleBound) {
    Row.V = Verdict::NotApplicable;
    Row.Reason = "its callers are not known";
  } else if (E.AsRole && RI.Kind == RuleKind::InconsistentExit) {
    Row.V = Verdict::NotApplicable;
    Row.Reason = "held-at-exit decides for an entry point";
  } else if (Elsewhere.count({EI, RI.Id})) {
    Row.V = Verdict::NotApplicable;
    Row.Reason = "another rule tells of the lock that is left held";
  } else if (!E.GaveUp.empty()) {
    Row.V = Verdict::Inconclusive;
    FunctionId G = E.GaveUp.front();
    auto It = R.GaveUp.Why.find(G);
    Row.Reason = "the analysis gave up on '" + nameOf(G) +
                 "': " + (It == R.GaveUp.Why.end() ? "unknown" : It->second);
  } else if (R.IsPartial) {
    Row.V = Verdict::Inconclusive;
    Row.Reason = Interrupted.str();
  } else {
    Row.V = Verdict::Pass;
    Row.AssumptionList = AssumedBy[EI];
  }
  return Row;
}

void Checker::verdicts() {
  numberAssumptions();
  for (size_t EI = 0; EI < R.Entries.size(); ++EI)
    for (const RuleInfo *RI : Rules)
      Out.Verdicts.push_back(verdict(EI, *RI));
  std::stable_sort(Out.Verdicts.begin(), Out.Verdicts.end(),
                   [](const VerdictRow &L, const VerdictRow &R) {
                     return std::tie(L.EntryPoint, L.Role, L.Loc) <
                            std::tie(R.EntryPoint, R.Role, R.Loc);
                   });
}

void Checker::sites() {
  for (const auto &[F, Why] : R.GaveUp.Why) {
    Report::GiveUp G;
    G.Function = nameOf(F);
    G.Loc = P.loc(*P.functions()[F].M, P.functions()[F].F->Loc);
    G.Reason = Why;
    Out.GiveUps.push_back(std::move(G));
  }
  // (One place may have several numbers.)
  std::set<SourceLoc> UpToCallers;
  for (const ModuleLoc &L : R.GaveUp.Places)
    if (L.M)
      UpToCallers.insert(P.loc(L));

  auto AddPlaces = [](ArrayRef<Finding> Findings, Places &Out) {
    for (const Finding &F : Findings) {
      Out.insert({F.Loc, F.Function});
      // A leak is reported at the return; its site is the acquire.
      if (F.RuleId == "held-at-exit" || F.RuleId == "inconsistent-exit")
        for (const PathStep &S : F.Path)
          if (S.K == PathStep::Acquire &&
              S.Text.find("'" + F.Lock + "'") != std::string::npos)
            Out.insert({S.Loc, S.Function});
    }
  };
  AddPlaces(Out.Findings, ToldAt);
  AddPlaces(Untold, DoubtfulAt);
  // What the entry points that reach a function assume, its sites do.
  std::map<FunctionId, BitVector> Behind;
  for (const SiteResult &S : R.Sites)
    Behind.try_emplace(S.Function, unsigned(Out.Assumptions.size()));
  auto Rests = [&](const auto &Functions, ArrayRef<unsigned> On) {
    BitVector Mine(unsigned(Out.Assumptions.size()));
    for (unsigned A : On)
      Mine.set(A);
    for (FunctionId F : Functions)
      if (auto It = Behind.find(F); It != Behind.end())
        It->second |= Mine;
  };
  for (size_t EI = 0; EI < R.Entries.size(); ++EI)
    Rests(R.Entries[EI].Reach, Out.AssumptionLists[AssumedBy[EI]]);
  for (size_t I = 0; I < R.GaveUp.Hides.size(); ++I)
    Rests(R.GaveUp.Hides[I].Below, HiddenBy[I]);
  AssumptionLists Lists(Out);
  std::map<FunctionId, unsigned> ListBehind;
  for (const SiteResult &S : R.Sites) {
    const ProgramFunction &PF = P.functions()[S.Function];
    LockSite L;
    L.Loc = P.loc(*PF.M, S.Loc);
    L.Function = P.locFunction(*PF.M, S.Loc, nameOf(S.Function));
    L.Api = S.Api;
    L.Effect = S.Effect;
    L.Lock = S.Lock;
    L.Calls.push_back(
        {PF.Module, uint32_t(PF.F - PF.M->Functions.data()), S.Ordinal});
    if (ToldAt.count({L.Loc, L.Function})) {
      L.Status = SiteStatus::Reported;
    } else if (DoubtfulAt.count({L.Loc, L.Function})) {
      L.Status = SiteStatus::Unproven;
      L.Reason = "a finding of less confidence than asked for is not shown";
    } else if (auto It = R.GaveUp.Why.find(S.Function);
               It != R.GaveUp.Why.end()) {
      L.Status = SiteStatus::Unproven;
      L.Reason = It->second;
    } else if (R.GaveUp.Above.count(S.Function)) {
      L.Status = SiteStatus::Unproven;
      L.Reason = "a function it calls was given up";
    } else if (R.GaveUp.Everywhere.count(S.Function) ||
               (R.GaveUp.Below.count(S.Function) && UpToCallers.count(L.Loc))) {
      L.Status = SiteStatus::Unproven;
      L.Reason = "a function that calls it was given up";
    } else if (R.IsPartial) {
      L.Status = SiteStatus::Unproven;
      L.Reason = Interrupted.str();
    } else if (!S.Reached) {
      L.Status = SiteStatus::Unreached;
      L.Reason = "no feasible path leads here";
    } else {
      L.Status = SiteStatus::Proven;
      auto [It, New] = ListBehind.try_emplace(S.Function);
      if (New) {
        auto Bits = Behind[S.Function].set_bits();
        It->second = Lists.add({Bits.begin(), Bits.end()});
      }
      L.AssumptionList = It->second;
    }
    Out.Sites.push_back(std::move(L));
  }
  std::stable_sort(Out.Sites.begin(), Out.Sites.end(),
                   [](const LockSite &L, const LockSite &R) {
                     auto Worst = [](SiteStatus S) {
                       return S == SiteStatus::Reported   ? 0
                              : S == SiteStatus::Unproven ? 1
                              : S == SiteStatus::Proven   ? 2
                                                          : 3;
                     };
                     int WL = Worst(L.Status), WR = Worst(R.Status);
                     return std::tie(L.Loc, L.Function, L.Api, L.Effect, WL) <
                            std::tie(R.Loc, R.Function, R.Api, R.Effect, WR);
                   });
  // Calls at one place (a header's line in several modules, an inlined
  // function) are one site: sorted, the worst of them comes first.
  std::vector<LockSite> Merged;
  for (LockSite &S : Out.Sites) {
    LockSite *Last = Merged.empty() ? nullptr : &Merged.back();
    if (!Last || !S.Loc.isValid() || Last->Loc != S.Loc ||
        Last->Function != S.Function || Last->Api != S.Api ||
        Last->Effect != S.Effect) {
      Merged.push_back(std::move(S));
      continue;
    }
    Last->Calls.insert(Last->Calls.end(), S.Calls.begin(), S.Calls.end());
    if (Last->AssumptionList == S.AssumptionList)
      continue;
    const std::vector<unsigned> &A = Out.AssumptionLists[Last->AssumptionList],
                                &B = Out.AssumptionLists[S.AssumptionList];
    std::vector<unsigned> Both;
    std::set_union(A.begin(), A.end(), B.begin(), B.end(),
                   std::back_inserter(Both));
    Last->AssumptionList = Lists.add(std::move(Both));
  }
  Out.Sites = std::move(Merged);
}

void Checker::notes() {
  if (!P.doubledFunctions().empty()) {
    std::string Names;
    for (const std::string &N : P.doubledFunctions()) {
      if (Names.size() > 60) {
        Names += ", ...";
        break;
      }
      Names += (Names.empty() ? "'" : ", '") + N + "'";
    }
    Out.Notes.push_back(
        "several files define " + Names +
        ": they are checked as programs side by side, each file's calls going "
        "to its own definition");
  }
  for (const std::string &N : P.unmatchedRoles())
    Out.Notes.push_back("the role file names '" + N +
                        "', which is no function of the program");
  if (none_of(R.Entries, [](const EntryResult &E) { return E.AsRole; }))
    Out.Notes.push_back(
        "no entry point was found: the rules about entry points are Not "
        "Applicable, and functions were judged on their own (library mode). "
        "State roles in a role file (--roles) or with annotations.");
  bool AnyDebug = false;
  for (const FlowModule *M : Modules)
    AnyDebug |= M->HasDebugInfo;
  if (!AnyDebug && !Modules.empty())
    Out.Notes.push_back("the input has no debug information: findings name "
                        "functions, not lines. Compile with -g.");
}

void Checker::statistics(RunStatistics &S) {
  S.SimulatedFunctions = R.SimulatedFunctions;
  S.Runs = R.Runs;
  for (const EntryResult &E : R.Entries)
    S.Incidents += E.Incidents.size();
  std::map<std::pair<std::string, Confidence>, size_t> Found;
  for (ArrayRef<Finding> List : {ArrayRef(Out.Findings), ArrayRef(Untold)})
    for (const Finding &F : List)
      ++Found[{F.RuleId, F.Sure}];
  for (const auto &[Key, Count] : Found)
    S.Findings.push_back({Key.first, Key.second, Count});
  std::map<std::string, size_t> Reasons;
  for (const auto &KV : R.GaveUp.Why)
    ++Reasons[KV.second];
  for (const auto &[Reason, Count] : Reasons)
    S.GiveUps.push_back({Reason, Count});
}

/// (Summaries are not needed any more when there are results.)
LockStateResult Checker::analyse(KeptAnalysis *Kept) const {
  Analysis A(P, Opts.Budget, Opts.ClockMHz, Kept);
  A.OnProgress = Opts.OnProgress;
  A.Stop = Opts.Stop;
  A.Jobs = Opts.Jobs;
  A.OnThread = Opts.OnThread;
  A.letSummariesGo();
  return A.run();
}

Report Checker::run(KeptAnalysis *Kept) {
  using Clock = std::chrono::steady_clock;
  auto Passed = [Last = Clock::now()]() mutable {
    Clock::time_point Now = Clock::now();
    return std::chrono::duration<double, std::milli>(Now -
                                                     std::exchange(Last, Now))
        .count();
  };
  if (Opts.Statistics)
    Out.Statistics.emplace();
  R = analyse(Kept);
  if (Out.Statistics)
    Out.Statistics->AnalysisMs = Passed();
  for (const FlowModule *M : Modules) {
    Out.Inputs.push_back(M->Name);
    for (const FlowIgnore &I : M->Ignores)
      Out.Ignores.push_back({M->str(M->Symbols[I.Function].SourceName).str(),
                             P.loc(*M, I.Loc), I.Text});
  }
  Out.NumFunctions = P.numDefined();
  Out.Least = Opts.Least;
  for (const ProgramFunction &F : P.functions())
    Out.NumAnalysedFunctions += F.ReachesLockEvent;
  for (const RuleInfo &RI : allRules())
    if (Opts.Rules.includesRule(RI.Id)) {
      Rules.push_back(&RI);
      Out.Rules.push_back(RI.Id.str());
    }
  incidentFindings();
  wholeProgramFindings();
  llvm::stable_sort(Out.Findings, [](const Finding &A, const Finding &B) {
    return std::tie(A.Loc, A.Function, A.RuleId, A.Lock) <
           std::tie(B.Loc, B.Function, B.RuleId, B.Lock);
  });
  verdicts();
  sites();
  notes();
  if (Out.Statistics) {
    statistics(*Out.Statistics);
    Out.Statistics->RulesMs = Passed();
  }
  return std::move(Out);
}

Report spinguard::checkProgram(ArrayRef<const FlowModule *> Modules,
                               const CheckOptions &Opts, KeptAnalysis *Kept) {
  return Checker(Modules, Opts).run(Kept);
}
