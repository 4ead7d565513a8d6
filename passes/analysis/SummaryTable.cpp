//===- SummaryTable.cpp - The summaries that all threads share ------------===//
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

#include "analysis/SummaryTable.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

void Footing::add(const Footing &O) {
  Height = std::max(Height, O.Height);
  WholeHeight = std::max(WholeHeight, O.WholeHeight);
  LastComponent = std::max(LastComponent, O.LastComponent);
  LastRecursion = std::max(LastRecursion, O.LastRecursion);
  IsRecursive |= O.IsRecursive;
  IsCutOff |= O.IsCutOff;
}

//===----------------------------------------------------------------------===//
// Sharing
//===----------------------------------------------------------------------===//

SummaryTable::Entry *SummaryTable::find(const SummaryKey &Key,
                                        function_ref<bool(const Entry &)> Suits,
                                        bool &IsGone) {
  std::lock_guard<std::mutex> Guard(Lock);
  auto It = All.find(Key);
  if (It == All.end() || It->second.IsPrivate || !Suits(It->second))
    return nullptr;
  ++It->second.Pins;
  IsGone = It->second.IsGone;
  return &It->second;
}

void SummaryTable::bringBack(Entry &E, Summary S) {
  std::lock_guard<std::mutex> Guard(Lock);
  // (Somebody else may have been faster, and uses it.)
  if (E.IsGone)
    *E.S = std::move(S);
  E.IsGone = false;
}

SummaryTable::Entry *SummaryTable::share(const SummaryKey &Key,
                                         std::unique_ptr<Summary> S,
                                         const Footing &On, bool &IsNew) {
  std::lock_guard<std::mutex> Guard(Lock);
  auto [It, IsFirst] = All.try_emplace(Key);
  Entry &E = It->second;
  IsNew = IsFirst || E.IsPrivate;
  if (IsNew) {
    E.S = std::move(S);
    E.On = On;
    E.IsPrivate = false;
  } else if (E.IsGone) {
    *E.S = std::move(*S);
    E.IsGone = false;
  }
  ++E.Pins;
  return &E;
}

void SummaryTable::leave(const SummaryKey &Key, std::unique_ptr<Summary> S,
                         const Footing &On, unsigned By) {
  std::lock_guard<std::mutex> Guard(Lock);
  auto [It, IsFirst] = All.try_emplace(Key);
  Entry &E = It->second;
  // As if one component came after the other.
  if (!IsFirst && (!E.IsPrivate || E.By <= By))
    return;
  E.S = std::move(S);
  E.On = On;
  E.IsPrivate = true;
  E.By = By;
}

void SummaryTable::unpin(ArrayRef<Entry *> Used) {
  std::lock_guard<std::mutex> Guard(Lock);
  for (Entry *E : Used)
    --E->Pins;
}

const Summary *SummaryTable::find(FunctionId F) const {
  auto It = All.find({F, Binding()});
  return It == All.end() ? nullptr : It->second.S.get();
}

//===----------------------------------------------------------------------===//
// Letting go
//===----------------------------------------------------------------------===//

void SummaryTable::prepareToLetGo() {
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
bool SummaryTable::isWanted(FunctionId F) const {
  if (!IsDone[F] || P.isRecursive(F))
    return true;
  return any_of(Askers[F], [&](FunctionId By) {
    if (!IsDone[By] || (IsPassedFunctions[By] && !LetGo[By]))
      return true;
    // What a function that was given up calls is looked at in the end.
    for (auto It = All.lower_bound({By, Binding()});
         It != All.end() && It->first.first == By; ++It)
      if (!It->second.S->undecided().empty())
        return true;
    return false;
  });
}

/// What is looked at in the end stays.
static void keepResults(Summary &S) {
  Summary Left;
  if (leavesHeld(S)) {
    Left.Pool = std::move(S.Pool);
    Left.Factors = std::move(S.Factors);
  }
  Left.Edges = std::move(S.Edges);
  Left.HeldAtCalls = std::move(S.HeldAtCalls);
  Left.GaveUp = std::move(S.GaveUp);
  Left.Partial = std::move(S.Partial);
  Left.Assumptions = std::move(S.Assumptions);
  Left.Id = S.Id;
  S = std::move(Left);
}

/// False if somebody uses it.
bool SummaryTable::letGo(FunctionId F) {
  auto Begin = All.lower_bound({F, Binding()});
  auto End = Begin;
  for (; End != All.end() && End->first.first == F; ++End)
    if (End->second.Pins)
      return false;
  for (auto &[Key, E] : make_range(Begin, End))
    if (E.On.isFirm()) {
      keepResults(*E.S);
      E.IsGone = true;
    }
  return true;
}

void SummaryTable::letGoBelow(ArrayRef<FunctionId> Done) {
  std::lock_guard<std::mutex> Guard(Lock);
  std::vector<FunctionId> Work = std::exchange(InUse, {});
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
    if (!letGo(F)) {
      InUse.push_back(F);
      continue;
    }
    LetGo[F] = true;
    if (IsPassedFunctions[F])
      AddCallees(F);
  }
}
