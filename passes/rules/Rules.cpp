//===- Rules.cpp - From an analysis result to a report --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rules. Each one is a function from an incident of the analysis to the
// words of a finding, or to nothing. What is common to all (entry points,
// verdicts, sites, order) follows below. No rule looks at IR.
//
//===----------------------------------------------------------------------===//

#include "rules/Rules.h"
#include "analysis/Analysis.h"
#include "analysis/Check.h"
#include "report/Fingerprint.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <map>
#include <set>

using namespace llvm;
using namespace spinguard;

namespace {

/// What a rule says of an incident; an empty message is "not mine".
struct Words {
  std::string Message, Advice;
};

Words doubleAcquire(const Incident &I) {
  if (I.Kind != IncidentKind::AcquireHeld)
    return {};
  return {"'" + I.LockText.str() + "' is acquired again while it is held",
          adviceOf("double-acquire").str()};
}

Words releaseUnheld(const Incident &I) {
  if (I.Kind != IncidentKind::ReleaseUnheld)
    return {};
  return {"'" + I.LockText.str() + "' is released although it is not held",
          adviceOf("release-unheld").str()};
}

Words heldAtExit(const Incident &I) {
  if (I.Kind != IncidentKind::HeldAtExit)
    return {};
  return {"'" + I.Function.str() + "' returns with '" + I.LockText.str() +
              "' held",
          adviceOf("held-at-exit").str()};
}

Words inconsistentExit(const Incident &I) {
  if (I.Kind != IncidentKind::InconsistentExit)
    return {};
  return {"'" + I.Function.str() + "' returns with '" + I.LockText.str() +
              "' held on this path but not on others, and its caller cannot "
              "tell which",
          adviceOf("inconsistent-exit").str()};
}

Words wrongIrqlRestored(const Incident &I) {
  if (I.Kind != IncidentKind::WrongRestore)
    return {};
  return {"the release of '" + I.LockText.str() + "' restores " + I.Detail,
          adviceOf("wrong-irql-restored").str()};
}

Words blockingWhileHeld(const Incident &I) {
  if (I.Kind != IncidentKind::Waits)
    return {};
  std::string Why = "'" + I.LockText.str() + "' is held";
  if (I.Highest == Masked::Isr)
    Why = "interrupts are masked";
  else if (I.Highest == Masked::Dpc)
    Why = "DPCs and softirqs are masked";
  else if (I.Highest == Masked::Preempt)
    Why = "preemption is off";
  return {"'" + I.Detail + "' may wait, and " + Why,
          adviceOf("blocking-while-held").str()};
}

Words completionWhileHeld(const Incident &I) {
  if (I.Kind != IncidentKind::Completes)
    return {};
  return {"'" + I.Detail + "' completes or forwards a request, and '" +
              I.LockText.str() + "' is held",
          adviceOf("completion-while-held").str()};
}

using RuleFunction = Words (*)(const Incident &);

/// In the order of Rules.def.
RuleFunction functionOf(RuleKind K) {
  switch (K) {
  case RuleKind::DoubleAcquire:
    return doubleAcquire;
  case RuleKind::ReleaseUnheld:
    return releaseUnheld;
  case RuleKind::HeldAtExit:
    return heldAtExit;
  case RuleKind::InconsistentExit:
    return inconsistentExit;
  case RuleKind::WrongIrqlRestored:
    return wrongIrqlRestored;
  case RuleKind::BlockingWhileHeld:
    return blockingWhileHeld;
  case RuleKind::CompletionWhileHeld:
    return completionWhileHeld;
  case RuleKind::AtRunTime:
    break;
  }
  return nullptr;
}

/// Keeps the part of a path that tells the story of one lock: the entry, what
/// happens from the first event of that lock on, and the end.
std::vector<PathStep> relevantPath(const Incident &I,
                                   const std::vector<PathStep> &P) {
  std::vector<PathStep> Out;
  auto Names = [&](const PathStep &S) {
    return (S.K == PathStep::Acquire || S.K == PathStep::Release ||
            S.K == PathStep::Entry || S.K == PathStep::Event) &&
           S.Text.find("'" + I.LockText.str() + "'") != std::string::npos;
  };
  size_t First = P.size();
  for (size_t K = 0; K + 1 < P.size(); ++K)
    if (Names(P[K])) {
      First = K;
      break;
    }
  // Without an earlier event, how the path came here is the story.
  bool FromStart = First == P.size();
  for (size_t K = 0; K < P.size(); ++K) {
    const PathStep &S = P[K];
    if (S.Text.empty())
      continue;
    bool Keep = K == 0 || K + 1 == P.size() || FromStart || K >= First ||
                S.K == PathStep::Entry;
    // Calls that lead to the first event.
    if (!Keep && S.K == PathStep::Call) {
      for (size_t J = K + 1; J < P.size() && P[J].Depth > S.Depth; ++J)
        Keep |= J >= First;
    }
    if (Keep && !(Out.size() && Out.back().Loc == S.Loc &&
                  Out.back().Text == S.Text && Out.back().K == S.K))
      Out.push_back(S);
  }
  return Out;
}

} // namespace

Report spinguard::checkProgram(ArrayRef<const FlowModule *> Modules,
                               const CheckOptions &Opts) {
  Program P(Modules, *Opts.Models, Opts.Roles);
  Analysis A(P, Opts.Budget);
  LockStateResult R = A.run();

  Report Out;
  for (const FlowModule *M : Modules)
    Out.Inputs.push_back(M->Name);
  Out.NumFunctions = P.numDefined();
  for (const ProgramFunction &F : P.functions())
    Out.NumAnalysedFunctions += F.ReachesLockEvent;

  std::vector<const RuleInfo *> Rules;
  for (const RuleInfo &RI : allRules())
    if (Opts.Rules.includesRule(RI.Id)) {
      Rules.push_back(&RI);
      Out.Rules.push_back(RI.Id.str());
    }

  auto NameOf = [&](FunctionId F) {
    return P.symbols()[P.functions()[F].Symbol].SourceName;
  };
  bool AnyRole = false;
  for (const EntryResult &E : R.Entries)
    AnyRole |= E.AsRole != nullptr;

  // Findings: one per rule, place and lock, however many entry points reach
  // it; the first entry point in name order tells the path.
  std::map<std::tuple<SourceLoc, std::string, std::string, std::string>,
           Finding>
      Findings;
  std::set<std::pair<size_t, std::string>> Defects;
  for (size_t EI = 0; EI < R.Entries.size(); ++EI) {
    const EntryResult &E = R.Entries[EI];
    for (size_t II = 0; II < E.Incidents.size(); ++II) {
      const Incident &I = E.Incidents[II];
      for (const RuleInfo *RI : Rules) {
        Words W = functionOf(RI->Kind)(I);
        if (W.Message.empty() || !Opts.Rules.includes(RI->Id, I.LockKind))
          continue;
        Defects.insert({EI, RI->Id.str()});
        Finding F;
        F.RuleId = RI->Id.str();
        F.Level = RI->Level;
        F.Message = std::move(W.Message);
        F.Advice = std::move(W.Advice);
        F.Loc = P.loc(I.Loc);
        F.Function = I.Function.str();
        F.Lock = I.LockText.str();
        F.LockKind = I.LockKind.str();
        F.BugCheck = RI->BugCheck.str();
        if (E.AsRole) {
          F.EntryPoint = NameOf(E.Function);
          F.Role = E.AsRole->Name;
        }
        for (const VerifierRule &V : allVerifierRules())
          if (V.covers(RI->Id, I.LockKind))
            F.VerifierRules.push_back(V.Name.str());
        F.Path = relevantPath(I, E.Paths[II]);
        F.Fingerprint = fingerprintOf(F);
        // One leaked acquire is one finding at each return, whatever the lock
        // is called on the way there.
        SourceLoc Acquired = P.loc(I.Acquired);
        std::string What = Acquired.isValid()
                               ? Acquired.File + ":" +
                                     std::to_string(Acquired.Line) + ":" +
                                     std::to_string(Acquired.Column)
                               : F.Lock;
        auto Key = std::make_tuple(F.Loc, F.Function, F.RuleId, What);
        auto It = Findings.find(Key);
        if (It == Findings.end())
          Findings.emplace(std::move(Key), std::move(F));
        else if (std::make_tuple(F.EntryPoint.empty(), F.Path.size(),
                                 F.EntryPoint) <
                 std::make_tuple(It->second.EntryPoint.empty(),
                                 It->second.Path.size(), It->second.EntryPoint))
          It->second = std::move(F);
      }
    }
  }
  for (auto &KV : Findings)
    Out.Findings.push_back(std::move(KV.second));

  // Assumptions are numbered in alphabetical order.
  std::set<std::string> All;
  for (const EntryResult &E : R.Entries)
    All.insert(E.Assumptions.begin(), E.Assumptions.end());
  Out.Assumptions.assign(All.begin(), All.end());
  auto NumberOf = [&](const std::string &S) {
    return unsigned(
        std::lower_bound(Out.Assumptions.begin(), Out.Assumptions.end(), S) -
        Out.Assumptions.begin());
  };

  for (size_t EI = 0; EI < R.Entries.size(); ++EI) {
    const EntryResult &E = R.Entries[EI];
    for (const RuleInfo *RI : Rules) {
      VerdictRow Row;
      Row.EntryPoint = NameOf(E.Function);
      Row.Role = E.AsRole ? E.AsRole->Name : "(library)";
      Row.RuleId = RI->Id.str();
      Row.Loc =
          P.loc(*P.functions()[E.Function].M, P.functions()[E.Function].F->Loc);
      if (Defects.count({EI, Row.RuleId})) {
        Row.V = Verdict::Defect;
      } else if (!E.ReachesLocks) {
        Row.V = Verdict::NotApplicable;
        Row.Reason = "it reaches no spin-lock operation";
      } else if (!E.AsRole && RI->RoleBound) {
        Row.V = Verdict::NotApplicable;
        Row.Reason = "its callers are not known";
      } else if (E.AsRole && RI->Kind == RuleKind::InconsistentExit) {
        Row.V = Verdict::NotApplicable;
        Row.Reason = "held-at-exit decides for an entry point";
      } else if (!E.GaveUp.empty()) {
        Row.V = Verdict::Inconclusive;
        FunctionId G = E.GaveUp.front();
        Row.Reason = "the analysis gave up on '" + NameOf(G) + "': ";
        auto It = R.GaveUp.find(G);
        Row.Reason += It == R.GaveUp.end() ? "unknown" : It->second;
      } else {
        Row.V = Verdict::Pass;
        for (const std::string &S : E.Assumptions)
          Row.Assumptions.push_back(NumberOf(S));
        std::sort(Row.Assumptions.begin(), Row.Assumptions.end());
        Row.Assumptions.erase(
            std::unique(Row.Assumptions.begin(), Row.Assumptions.end()),
            Row.Assumptions.end());
      }
      Out.Verdicts.push_back(std::move(Row));
    }
  }
  std::stable_sort(Out.Verdicts.begin(), Out.Verdicts.end(),
                   [](const VerdictRow &L, const VerdictRow &R) {
                     return std::tie(L.EntryPoint, L.Role, L.Loc) <
                            std::tie(R.EntryPoint, R.Role, R.Loc);
                   });

  // Functions that the analysis gave up on, and what lies behind them.
  std::set<FunctionId> Undecided;
  for (const auto &[F, Why] : R.GaveUp) {
    Report::GiveUp G;
    G.Function = NameOf(F);
    G.Loc = P.loc(*P.functions()[F].M, P.functions()[F].F->Loc);
    G.Reason = Why;
    Out.GiveUps.push_back(std::move(G));
    Undecided.insert(F);
    std::vector<FunctionId> Work{F};
    while (!Work.empty()) {
      FunctionId X = Work.back();
      Work.pop_back();
      for (FunctionId C : P.functions()[X].Callers)
        if (Undecided.insert(C).second)
          Work.push_back(C);
    }
  }

  std::set<std::pair<SourceLoc, std::string>> ReportedAt;
  for (const Finding &F : Out.Findings) {
    ReportedAt.insert({F.Loc, F.Function});
    // A leak is reported at the return; its site is the acquire.
    if (F.RuleId == "held-at-exit" || F.RuleId == "inconsistent-exit")
      for (const PathStep &S : F.Path)
        if (S.K == PathStep::Acquire &&
            S.Text.find("'" + F.Lock + "'") != std::string::npos)
          ReportedAt.insert({S.Loc, S.Function});
  }
  // What the entry points that reach a function assume, its sites do.
  std::map<FunctionId, std::set<unsigned>> Behind;
  for (const EntryResult &E : R.Entries)
    for (const std::string &S : E.Assumptions)
      for (FunctionId F : E.Reach)
        Behind[F].insert(NumberOf(S));
  for (const SiteResult &S : R.Sites) {
    const ProgramFunction &PF = P.functions()[S.Function];
    LockSite L;
    L.Loc = P.loc(*PF.M, S.Loc);
    L.Function = P.locFunction(*PF.M, S.Loc, NameOf(S.Function));
    L.Api = S.Api;
    L.Effect = S.Effect;
    L.Lock = S.Lock;
    L.Calls.push_back(
        {PF.Module, uint32_t(PF.F - PF.M->Functions.data()), S.Ordinal});
    if (ReportedAt.count({L.Loc, L.Function})) {
      L.Status = SiteStatus::Reported;
    } else if (Undecided.count(S.Function)) {
      L.Status = SiteStatus::Unproven;
      L.Reason = R.GaveUp.count(S.Function)
                     ? R.GaveUp[S.Function]
                     : "a function it calls was given up";
    } else if (!S.Reached) {
      L.Status = SiteStatus::Unreached;
      L.Reason = "no feasible path leads here";
    } else {
      L.Status = SiteStatus::Proven;
      L.Assumptions.assign(Behind[S.Function].begin(),
                           Behind[S.Function].end());
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
    std::vector<unsigned> Both;
    std::set_union(Last->Assumptions.begin(), Last->Assumptions.end(),
                   S.Assumptions.begin(), S.Assumptions.end(),
                   std::back_inserter(Both));
    Last->Assumptions = std::move(Both);
  }
  Out.Sites = std::move(Merged);

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
  if (!AnyRole)
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
  return Out;
}
