//===- SimulationWaiting.cpp - Calls that must not be made with a lock ----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call that may wait, or that completes a request, goes wrong where a spin
// lock is held. Where this function holds none, it goes wrong in callers that
// hold one which is not given up before. The finding belongs to the function
// that holds the lock; what lies below is its path.
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

/// The lock that was acquired last of those that are surely held and that
/// forbid their holder to sleep; null if there is none.
const LockEntry *
Simulation::newestSpinLock(const State &S,
                           ArrayRef<TermId> Dropped) const {
  SmallVector<const LockEntry *, 4> Held;
  for (const LockEntry &E : S.Locks) {
    if (E.Now != Hold::Held || E.Draining ||
        P.models().holderMaySleep(E.Kind))
      continue;
    if (none_of(Dropped, [&](TermId D) {
          return D == E.Lock || T.mayEqual(D, E.Lock);
        }))
      Held.push_back(&E);
  }
  if (Held.size() < 2)
    return Held.empty() ? nullptr : Held[0];
  for (const TraceNode *N = S.Trace; N; N = N->Parent)
    for (const LockEntry *E : Held)
      if (E->Where == N)
        return E;
  return Held[0];
}

void Simulation::waits(State &S, Incident I, LocId Loc,
                       std::vector<TermId> Dropped) {
  LocalIncident L;
  L.I = std::move(I);
  L.I.Facts.clear();
  L.I.Dropped.clear();
  if (const LockEntry *E = newestSpinLock(S, Dropped)) {
    L.I.Needs = Need::Nothing;
    L.I.Loc = {&M, Loc};
    L.I.Function = P.intern(P.locFunction(M, Loc, M.str(F.SourceName)));
    L.I.LockText = E->Text;
    L.I.LockKind = E->Kind;
    L.I.AccessPath = termText(E->Lock);
    record(std::move(L), S);
    return;
  }
  if (Opts.ClosedEntry)
    return;
  // A caller may hold any lock but those that are given up on the way here.
  for (const LockEntry &E : S.Locks)
    if (E.Entry == EntryHold::Held && E.Now != Hold::Held)
      Dropped.push_back(E.Lock);
  if (!all_of(Dropped, [&](TermId D) { return T.isEntryPlace(D); }))
    return;
  llvm::sort(Dropped);
  Dropped.erase(std::unique(Dropped.begin(), Dropped.end()), Dropped.end());
  L.I.Needs = Need::Atomic;
  L.Dropped = std::move(Dropped);
  record(std::move(L), S);
}
