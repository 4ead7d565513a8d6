//===- EntryPoints.cpp - The system's calls of a program ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryWorker.h"

using namespace llvm;
using namespace spinguard;

/// The function that the system's call of an entry point is made of: it calls
/// the entry point with its own parameters and returns.
static FlowFunction callerOf(const FlowFunction &F) {
  FlowFunction C;
  C.Symbol = F.Symbol;
  C.SourceName = F.SourceName;
  C.Loc = F.Loc;
  C.NumParams = F.NumParams;
  C.ParamNames = F.ParamNames;
  C.NoUnwind = false;
  FlowCall Call;
  Call.Callee = F.Symbol;
  for (unsigned I = 0; I < F.NumParams; ++I) {
    FlowValue V;
    V.Op = FlowOp::Param;
    V.Imm = I;
    V.Width = 64;
    for (const FlowValue &X : F.Values)
      if (X.Op == FlowOp::Param && X.Imm == int64_t(I))
        V.Width = X.Width;
    Call.Args.push_back(C.Values.size());
    C.Values.push_back(V);
  }
  Call.ArgNames.assign(F.NumParams, 0);
  Call.MayUnwind = !F.NoUnwind;
  C.Calls.push_back(Call);
  FlowValue V;
  V.Op = FlowOp::Call;
  V.Aux = 0;
  V.Width = 0;
  V.Loc = F.Loc;
  ValueId Id = C.Values.size();
  C.Values.push_back(V);
  FlowBlock B;
  B.Insts.push_back(Id);
  B.Term = FlowTerm::Return;
  C.Blocks.push_back(std::move(B));
  return C;
}

/// Where the routine is called, nobody may wait, whatever it does to locks.
static bool mustNotWait(const Role &R, const ModelSet &Models) {
  return R.Level == RoleLevel::Dpc || R.Level == RoleLevel::Isr ||
         (R.EntryMasks && *R.EntryMasks >= Masked::Preempt) ||
         any_of(R.Holds, [&](const EntryLock &L) {
           return !Models.findLockKind(L.LockKind).MaySleep;
         });
}

EntryResult SummaryWorker::evaluate(FunctionId FI, const Role *R) {
  const ProgramFunction &PF = P.functions()[FI];
  EntryResult E;
  E.Function = FI;
  E.AsRole = R;
  if (!PF.ReachesLockEvent &&
      !(R && PF.ReachesWaitingCall &&
        (!R->Holds.empty() || mustNotWait(*R, P.models()))))
    return E;
  FlowFunction Caller = callerOf(*PF.F);
  FunctionInfo Info(Caller);
  SimulationOptions O;
  O.Disjuncts = 64;
  O.MaxStates = 256;
  O.Budget = A.Budget;
  O.ClosedEntry = R && R->EntryUnheld;
  O.Outermost = true;
  O.NoteContracts = A.NotesContracts;
  O.InThread = R && R->EntryMasks == Masked::Nothing &&
               R->Level != RoleLevel::Dpc && R->Level != RoleLevel::Isr;
  auto Source = [this](FunctionId F, const Binding &X) {
    return summaryOf(F, X);
  };
  Binding None;
  Simulation Sim(P, *PF.M, PF.Module, Info, None, O, Source);
  std::set<TermId> Given, MustRelease;
  Sim.run([&](Simulation &S, State &Init) {
    if (!R)
      return;
    if (R->EntryMasks)
      Init.Mask.set(*R->EntryMasks);
    // Nothing that the routine does takes it below the level of its call.
    if (R->Level == RoleLevel::Dpc)
      Init.Mask.mask(Masked::Dpc, /*Nested=*/true);
    if (R->Level == RoleLevel::Isr)
      Init.Mask.mask(Masked::Isr, /*Nested=*/true);
    std::vector<TermId> Args;
    Args.reserve(Caller.NumParams);
    for (unsigned I = 0; I < Caller.NumParams; ++I)
      Args.push_back(S.terms().param(I, Caller.Values[I].Width));
    // What the system passes by contract is there.
    for (unsigned I = 0; I < R->Params.size() && I < Args.size(); ++I)
      if (!R->Params[I].empty() &&
          Caller.Values[I].Width == PF.M->PointerSize * 8) {
        Range NonNull;
        NonNull.exclude(0);
        assumeRange(S.terms(), Init.Facts, Args[I], NonNull);
      }
    for (const EntryLock &L : R->Holds) {
      if (L.PointerSize && L.PointerSize != PF.M->PointerSize)
        continue;
      S.addEntryLock(Init, L, Args, PF.F->Loc);
      if (TermId Id = S.operandTerm(L.Lock, Args, Init, 0)) {
        Given.insert(Id);
        if (L.MustRelease)
          MustRelease.insert(Id);
      }
    }
  });
  ++Found.Runs.Entry;
  Found.Runs.Steps += Sim.steps();
  if (!R || R->Exit == ExitRule::Unheld)
    Sim.forEachExit([&](State &S, bool Unwinds) {
      if (Unwinds && !S.ThreadExit)
        return;
      for (const LockEntry &L : S.Locks) {
        if (L.Now != Hold::Held || L.Draining)
          continue;
        // A lock that the system took stays as it is unless the contract
        // says otherwise; one that this routine took is its own.
        bool Own = L.Site != NoId;
        if (Given.count(L.Lock) ? !Own && !MustRelease.count(L.Lock)
                                : L.Entry == EntryHold::Held)
          continue;
        // After a deadlock on it, nothing more is to be said of the lock.
        if (R && !(Given.count(L.Lock) && Sim.hasDeadlockOn(L.Text)))
          Sim.reportHeldAtExit(S, L);
      }
    });
  Summary S = Sim.summary();
  for (Incident &I : S.Incidents) {
    if (I.Needs != Need::Nothing || !I.Must.empty())
      continue;
    E.Incidents.push_back(std::move(I));
  }
  if (const Summary *Own = summaryOf(FI, None)) {
    for (Incident &I : E.Incidents)
      I.Inconsistent = I.Kind == IncidentKind::HeldAtExit && I.Acquired.M &&
                       isReleasedAlike(*Own, I.Acquired);
    for (const auto &Factor : Own->Factors)
      for (const ExitCase &C : Factor)
        for (const LockEffect &L : C.Locks) {
          if (L.Exit == Hold::Held && L.Entry != EntryHold::Held)
            E.Takes.insert({L.Class, L.Text});
          if (L.Exit == Hold::Unheld && L.Entry == EntryHold::Held)
            E.Gives.insert({L.Class, L.Text});
        }
  }
  E.Uses = std::move(S.Uses);
  // (Of callers, there are none.)
  for (LockUse &U : E.Uses) {
    U.Facts = {};
    U.Dropped = {};
  }
  E.Edges = std::move(S.Edges);
  E.HeldAtCalls = std::move(S.HeldAtCalls);
  E.Calls = std::move(S.Calls);
  E.Assumptions = std::move(S.Assumptions);
  return E;
}
