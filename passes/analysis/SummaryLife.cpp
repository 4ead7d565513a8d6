//===- SummaryLife.cpp - How long summaries are kept ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most of a summary is what may go wrong for callers, and what is acquired: it
// is let go when all of them are summarised. Where somebody asks again, as a
// call through a pointer may, the function is simulated once more; the answer
// is the same. (Not so in a recursion, where it depends on what came before.)
//
//===----------------------------------------------------------------------===//

#include "analysis/Analysis.h"

using namespace llvm;
using namespace spinguard;

void Analysis::prepareToLetGo() {
  if (!LetsGo || NotesContracts)
    return;
  size_t N = P.functions().size();
  LetGo.assign(N, false);
  IsDone.assign(N, false);
  IsPassedFunctions.assign(N, false);
  Askers.resize(N);
  // A function that is called with another one as an argument is simulated for
  // it, later: it asks for what it calls once more.
  std::vector<FunctionId> Work;
  auto Pass = [&](FunctionId F) {
    if (!IsPassedFunctions[F])
      Work.push_back(F);
    IsPassedFunctions[F] = true;
  };
  auto Passes = [&](FunctionId F, FlowOp What) {
    const ProgramFunction &PF = P.functions()[F];
    for (const FlowCall &C : PF.F->Calls)
      if (any_of(C.Args, [&](ValueId A) { return PF.F->Values[A].Op == What; }))
        for (FunctionId Callee : P.targets(PF, C))
          Pass(Callee);
  };
  for (FunctionId F = 0; F < N; ++F) {
    for (FunctionId C : P.functions()[F].Followed)
      Askers[C].push_back(F);
    Passes(F, FlowOp::Function);
  }
  while (!Work.empty()) {
    FunctionId F = Work.back();
    Work.pop_back();
    Passes(F, FlowOp::Param);
  }
}

/// Somebody will ask for the summary of \p F yet, as far as that is known.
bool Analysis::isWanted(FunctionId F) const {
  if (!IsDone[F] || P.isRecursive(F) || Recurring.count(F))
    return true;
  return any_of(Askers[F], [&](FunctionId By) {
    if (!IsDone[By] || (IsPassedFunctions[By] && !LetGo[By]))
      return true;
    // What a function that was given up calls is looked at in the end.
    for (auto It = Summaries.lower_bound({By, Binding()});
         It != Summaries.end() && It->first.first == By; ++It)
      if (!It->second->GaveUp.empty())
        return true;
    return false;
  });
}

void Analysis::letGoBelow(ArrayRef<FunctionId> Done) {
  std::vector<FunctionId> Work;
  auto AddCallees = [&](FunctionId F) {
    const auto &Callees = P.functions()[F].Followed;
    Work.insert(Work.end(), Callees.begin(), Callees.end());
  };
  for (FunctionId F : Done)
    IsDone[F] = true;
  for (FunctionId F : Done) {
    Work.push_back(F);
    AddCallees(F);
  }
  while (!Work.empty()) {
    FunctionId F = Work.back();
    Work.pop_back();
    if (LetGo[F] || isWanted(F))
      continue;
    LetGo[F] = true;
    for (auto It = Summaries.lower_bound({F, Binding()});
         It != Summaries.end() && It->first.first == F; ++It) {
      It->second->Incidents = {};
      It->second->Uses = {};
      Gone.insert(It->first);
    }
    if (IsPassedFunctions[F])
      AddCallees(F);
  }
}

void Analysis::takeBack(FunctionId F, const Binding &B, Summary &S) {
  // (What it asks for has been asked for before: no call is too deep.)
  unsigned Before = std::exchange(Depth, 0);
  S = simulate(F, B);
  Depth = Before;
}
