//===- GivenUp.cpp - What giving up on a function leaves undecided --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Above a function that was given up, nobody knows what it does to locks. Below
// it, nobody knows in which states it calls. But a summary holds for any
// caller: it lists what goes wrong in the function and below if a lock is held,
// or is not, and what is left to callers to release. All else is decided
// without them.
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryWorker.h"

using namespace llvm;
using namespace spinguard;

template <typename Next>
static void spread(FunctionId From, std::set<FunctionId> &To, Next Of) {
  std::vector<FunctionId> Work{From};
  while (!Work.empty()) {
    FunctionId X = Work.back();
    Work.pop_back();
    for (FunctionId N : Of(X))
      if (To.insert(N).second)
        Work.push_back(N);
  }
}

/// What it calls may call a function that it names, or that it was given.
static bool passesFunctions(const FlowFunction &F) {
  auto MayBeFunction = [&](ValueId V) {
    return V != NoId && (F.Values[V].Op == FlowOp::Function ||
                         F.Values[V].Op == FlowOp::Param);
  };
  return any_of(F.Calls, [&](const FlowCall &C) {
    return any_of(
               C.Args,
               [&](ValueId A) { return F.Values[A].Op == FlowOp::Function; }) ||
           (C.Callee == NoId && MayBeFunction(C.CalleeValue));
  });
}

/// The places of which \p S says that it is up to its caller \p By what
/// becomes of them.
static void notePlaces(const Summary &S, FunctionId By,
                       const HeldContext &Context,
                       std::set<ModuleLoc> &Places) {
  for (const Incident &I : S.Incidents) {
    if ((I.Needs == Need::Held && !Context.mayBeHeldAtCalls(By, I.Class)) ||
        (I.Needs == Need::Inside && !Context.mayBeHeldAtCalls(By, "")))
      continue;
    Places.insert(I.Loc);
    Places.insert(I.Acquired);
  }
  for (const auto &Factor : S.Factors)
    for (const ExitCase &C : Factor)
      for (const LockEffect &L : C.Locks)
        Places.insert(L.At);
}

void Analysis::collectGivenUp(GivenUp &G) {
  const SummaryTable::Map &Summaries = Shared->Table.all();
  for (const auto &[Key, E] : Summaries)
    if (!E.S->undecided().empty())
      G.Why[Key.first] = E.S->undecided();
  if (G.Why.empty())
    return;
  std::vector<std::vector<FunctionId>> Followers(P.functions().size());
  for (FunctionId F = 0; F < P.functions().size(); ++F)
    for (FunctionId C : P.functions()[F].Followed)
      Followers[C].push_back(F);
  for (const auto &[F, Why] : G.Why) {
    G.Above.insert(F);
    spread(F, G.Above, [&](FunctionId X) { return ArrayRef(Followers[X]); });
    auto Followed = [&](FunctionId X) {
      return ArrayRef(P.functions()[X].Followed);
    };
    std::set<FunctionId> Below;
    spread(F, Below, Followed);
    G.Below.insert(Below.begin(), Below.end());
    bool Everywhere = passesFunctions(*P.functions()[F].F);
    std::set<StringRef> Assumed;
    for (FunctionId C : P.functions()[F].Followed) {
      auto It = Summaries.lower_bound({C, Binding()});
      Everywhere |= P.functions()[C].ReachesLockEvent && isAnalysed(C) &&
                    (It == Summaries.end() || It->first.first != C);
      for (; It != Summaries.end() && It->first.first == C; ++It) {
        // (It may have been let go, before there was what was given up.)
        const Summary &S =
            It->second.IsGone ? *summaryOf(C, It->first.second) : *It->second.S;
        notePlaces(S, F, *Shared->Context, G.Places);
        Assumed.insert(S.Assumptions.begin(), S.Assumptions.end());
      }
    }
    if (Everywhere)
      G.Everywhere.insert(Below.begin(), Below.end());
    G.Hides.push_back({std::move(Below), std::move(Assumed)});
  }
}
