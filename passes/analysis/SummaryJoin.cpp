//===- SummaryJoin.cpp - One summary of runs by lock ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryJoin.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

// Whether two say the same. The ways that lead there do not count.

static bool sameLock(const LockIdentity &A, const LockIdentity &B) {
  return A.Class == B.Class && A.Instance == B.Instance && A.Text == B.Text &&
         A.Kind == B.Kind && A.Mode == B.Mode && A.Handler == B.Handler;
}

static bool isSame(const Incident &A, const Incident &B) {
  return A.Kind == B.Kind && A.Loc == B.Loc && A.Acquired == B.Acquired &&
         A.Function == B.Function && A.LockText == B.LockText &&
         A.LockKind == B.LockKind && A.Api == B.Api && A.Class == B.Class &&
         A.AccessPath == B.AccessPath && A.Detail == B.Detail &&
         A.Needs == B.Needs && A.Lock == B.Lock && A.Dropped == B.Dropped &&
         A.DroppedKinds == B.DroppedKinds && A.Mask == B.Mask &&
         A.Highest == B.Highest && A.Mode == B.Mode && A.Doubts == B.Doubts &&
         A.InThread == B.InThread && A.IrqsOn == B.IrqsOn &&
         A.Recursive == B.Recursive && A.Facts == B.Facts && A.Must == B.Must;
}

static bool isSame(const LockUse &A, const LockUse &B) {
  return sameLock(A.What, B.What) && A.Lock == B.Lock && A.Try == B.Try &&
         A.Ordered == B.Ordered && A.Born == B.Born && A.Sleeps == B.Sleeps &&
         A.Mask == B.Mask && A.Dropped == B.Dropped && A.Loc == B.Loc &&
         A.Function == B.Function && A.Facts == B.Facts;
}

static bool isSame(const AcquisitionEdge &A, const AcquisitionEdge &B) {
  return sameLock(A.From, B.From) && sameLock(A.To, B.To) && A.Loc == B.Loc &&
         A.Function == B.Function && A.Gates == B.Gates &&
         A.OfOneObject == B.OfOneObject;
}

/// Adds \p X to \p All if nothing \p There says the same.
template <typename T>
static void addNew(std::vector<T> &All, std::vector<size_t> &There, T X) {
  if (any_of(There, [&](size_t I) { return isSame(All[I], X); }))
    return;
  There.push_back(All.size());
  All.push_back(std::move(X));
}

void SummaryJoin::move(std::vector<PoolId> &Ids) const {
  for (PoolId &Id : Ids)
    Id = at(Id);
}

void SummaryJoin::move(std::vector<PoolFact> &Facts) const {
  for (PoolFact &F : Facts)
    F.T = at(F.T);
}

void SummaryJoin::addPool(const Summary &From) {
  Map.assign(From.Pool.size(), 0);
  for (size_t I = 1; I < From.Pool.size(); ++I) {
    Term X = From.Pool[I];
    X.A = at(X.A);
    X.B = at(X.B);
    X.C = at(X.C);
    if (X.Kind == TermKind::PtrAdd && X.Aux) {
      auto [It, New] = Labels.try_emplace(
          {From.Labels[X.Aux], From.Tags[X.Aux]}, To.Labels.size());
      X.Aux = It->second;
      if (New) {
        To.Labels.push_back(It->first.first);
        To.Tags.push_back(It->first.second);
      }
    }
    // (What is not known in one run is not what is not known in another.)
    if (X.Kind == TermKind::Sym || X.Kind == TermKind::Object)
      X.Imm = int64_t(To.Pool.size());
    auto [It, New] = Terms.try_emplace(
        {X.Kind, X.Op, X.Width, X.Gen, X.A, X.B, X.C, X.Aux, X.Imm},
        To.Pool.size());
    Map[I] = It->second;
    if (New)
      To.Pool.push_back(X);
  }
}

/// A call ends in a case of each factor. What it does besides to locks, the
/// first one says; to say it again would count twice.
void SummaryJoin::addFactor(std::vector<ExitCase> Cases) {
  bool First = To.Factors.empty();
  if (!First && !Cases.empty() && all_of(Cases, [](const ExitCase &C) {
        return C.Locks.empty() && C.Lives.empty() && C.Freed.empty();
      }))
    return;
  for (ExitCase &C : Cases) {
    C.Return = at(C.Return);
    for (LockEffect &L : C.Locks)
      for (PoolId *Id : {&L.Lock, &L.Handle, &L.Saved, &L.Restored})
        *Id = at(*Id);
    move(C.Facts);
    for (auto &M : C.Mem)
      M = {at(M.first), at(M.second)};
    move(C.Mask);
    if (!First)
      C.Mask.Depth = {};
    for (auto &[Saved, M, OpenBits] : C.Saves) {
      Saved = at(Saved);
      move(M);
    }
    for (LifeEffect &L : C.Lives)
      L.Lock = at(L.Lock);
    for (auto &W : C.Wiped)
      W.first = at(W.first);
    for (std::vector<PoolId> *Ids : {&C.Clobbered, &C.Freed, &C.Given})
      move(*Ids);
  }
  To.Factors.push_back(std::move(Cases));
}

void SummaryJoin::addCall(CallHold C) {
  auto Same = find_if(To.Calls, [&](const CallHold &O) {
    return O.Callee == C.Callee && O.Site == C.Site;
  });
  if (Same == To.Calls.end()) {
    To.Calls.push_back(std::move(C));
    return;
  }
  // Each run tells of its own locks.
  Same->PassedOn.insert(Same->PassedOn.end(), C.PassedOn.begin(),
                        C.PassedOn.end());
  Same->Held.insert(Same->Held.end(), C.Held.begin(), C.Held.end());
  llvm::sort(Same->Held);
  Same->Held.erase(std::unique(Same->Held.begin(), Same->Held.end()),
                   Same->Held.end());
}

void SummaryJoin::add(Summary From) {
  addPool(From);
  for (auto &Factor : From.Factors)
    addFactor(std::move(Factor));
  for (Incident &I : From.Incidents) {
    I.Lock = at(I.Lock);
    move(I.Dropped);
    move(I.Mask);
    move(I.Must);
    move(I.Facts);
    auto &There = Incidents[{I.Loc.M, I.Loc.Loc, I.Lock}];
    addNew(To.Incidents, There, std::move(I));
  }
  for (LockUse &U : From.Uses) {
    U.Lock = at(U.Lock);
    move(U.Mask);
    move(U.Dropped);
    move(U.Facts);
    auto &There = Uses[{U.Loc.M, U.Loc.Loc, U.Lock}];
    addNew(To.Uses, There, std::move(U));
  }
  for (AcquisitionEdge &E : From.Edges) {
    auto &There = Edges[{E.Loc.M, E.Loc.Loc, 0}];
    addNew(To.Edges, There, std::move(E));
  }
  for (LockDemand &D : From.Demands) {
    D.Lock = at(D.Lock);
    move(D.Facts);
    To.Demands.push_back(std::move(D));
  }
  for (CallHold &C : From.Calls)
    addCall(std::move(C));
  To.LockParams |= From.LockParams;
  To.CallsOneOfSeveral |= From.CallsOneOfSeveral;
  To.Assumptions.insert(To.Assumptions.end(), From.Assumptions.begin(),
                        From.Assumptions.end());
}

Summary SummaryJoin::take() {
  std::sort(To.Assumptions.begin(), To.Assumptions.end());
  To.Assumptions.erase(
      std::unique(To.Assumptions.begin(), To.Assumptions.end()),
      To.Assumptions.end());
  if (To.Factors.empty())
    To.Factors.push_back({ExitCase()});
  return std::move(To);
}
