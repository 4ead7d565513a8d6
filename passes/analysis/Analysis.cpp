//===- Analysis.cpp - The program's locks, summarised and judged ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Analysis.h"
#include "analysis/Paths.h"
#include "analysis/SummaryJoin.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

namespace {

/// A helper that touches no lock is summarised for what it returns and writes
/// if it is no larger than this; a larger one is taken to be opaque.
constexpr size_t MaxHelperBlocks = 40;
/// Specialisations for function pointers go no deeper than this.
constexpr unsigned MaxDepth = 40;
/// Rounds after which a recursive component must have settled. A large one
/// seldom does: each round tells of locks one level deeper. It gets fewer, so
/// that all of it is simulated about this often, but the levels that matter.
constexpr unsigned MaxRounds = 8, MinRounds = 3;
constexpr size_t MaxSimulations = 512;
/// Functions up to this size begin with several fact sets per lock state.
constexpr size_t SmallFunction = 48;

bool sameSummary(const Summary &A, const Summary &B) {
  if (A.Pool.size() != B.Pool.size() || A.Factors.size() != B.Factors.size() ||
      A.Incidents.size() != B.Incidents.size() ||
      A.Uses.size() != B.Uses.size() || A.GaveUp != B.GaveUp)
    return false;
  for (size_t I = 0; I < A.Pool.size(); ++I)
    if (!(A.Pool[I] == B.Pool[I]))
      return false;
  for (size_t I = 0; I < A.Factors.size(); ++I) {
    if (A.Factors[I].size() != B.Factors[I].size())
      return false;
    for (size_t J = 0; J < A.Factors[I].size(); ++J) {
      const ExitCase &X = A.Factors[I][J], &Y = B.Factors[I][J];
      if (X.Unwinds != Y.Unwinds || X.Return != Y.Return ||
          X.Locks.size() != Y.Locks.size() || !(X.Facts == Y.Facts) ||
          X.Mem != Y.Mem || X.Mask != Y.Mask || !(X.Lives == Y.Lives) ||
          X.Freed != Y.Freed || X.Given != Y.Given || X.Wiped != Y.Wiped ||
          X.Clobbered != Y.Clobbered)
        return false;
      for (size_t K = 0; K < X.Locks.size(); ++K)
        if (X.Locks[K].Lock != Y.Locks[K].Lock ||
            X.Locks[K].Entry != Y.Locks[K].Entry ||
            X.Locks[K].Exit != Y.Locks[K].Exit)
          return false;
    }
  }
  return true;
}

} // namespace

const FunctionInfo &Analysis::infoOf(FunctionId F) {
  auto &I = Infos[F];
  if (!I)
    I = std::make_unique<FunctionInfo>(*P.functions()[F].F);
  return *I;
}

bool Analysis::isAnalysed(FunctionId F) const {
  const ProgramFunction &PF = P.functions()[F];
  // A function that a model describes is what the model says.
  if (!P.symbols()[PF.Symbol].Apis.empty())
    return false;
  return PF.ReachesLockEvent || PF.ReachesWaitingCall ||
         PF.F->Blocks.size() <= MaxHelperBlocks;
}

/// What is assumed where a recursion did not settle, or is too large to tell
/// callers all of it.
StringRef Analysis::recursionOf(FunctionId F) const {
  auto NameOf = [&](FunctionId X) {
    return "'" + P.symbols()[P.functions()[X].Symbol].SourceName + "'";
  };
  if (!P.isInLargeRecursion(F))
    return P.intern("deeper recursion of " + NameOf(F) +
                    " does to locks what the first levels do");
  const std::vector<FunctionId> &All = P.summaryOrder()[P.functions()[F].Order];
  return P.intern("the recursion of " +
                  NameOf(*std::min_element(All.begin(), All.end())) + " and " +
                  std::to_string(All.size() - 1) +
                  " other functions does to locks what its first levels and "
                  "paths do");
}

const Summary *Analysis::summaryOf(FunctionId F, const Binding &Wanted) {
  if (!isAnalysed(F))
    return nullptr;
  // Only bind parameters the function calls or hands on.
  Binding B;
  const FlowFunction &FF = *P.functions()[F].F;
  for (size_t I = 0; I < Wanted.size() && I < FF.NumParams; ++I) {
    if (Wanted[I] == NoId)
      continue;
    bool Used = false;
    for (const FlowCall &C : FF.Calls) {
      Used |= C.CalleeValue != NoId;
      for (ValueId A : C.Args)
        Used |=
            FF.Values[A].Op == FlowOp::Param && FF.Values[A].Imm == int64_t(I);
    }
    // A function that is stored is called by a callee that calls a field.
    bool CallsField = any_of(FF.Calls, [&](const FlowCall &C) {
      if (C.Callee == NoId)
        return false;
      const ProgramFunction &PF = P.functions()[F];
      FunctionId Callee = P.symbols()[P.symbol(PF.Module, C.Callee)].Function;
      return Callee != NoId && !P.functions()[Callee].CalledFields.empty();
    });
    Used |= CallsField && any_of(FF.Values, [&](const FlowValue &X) {
              return X.Op == FlowOp::Store &&
                     FF.Values[X.B].Op == FlowOp::Param &&
                     FF.Values[X.B].Imm == int64_t(I);
            });
    if (Used) {
      B.resize(I + 1, NoId);
      B[I] = Wanted[I];
    }
  }
  for (size_t I = FF.NumParams; I < Wanted.size(); ++I)
    if (Wanted[I] != NoId) {
      B.resize(I + 1, NoId);
      B[I] = Wanted[I];
    }
  auto Key = std::make_pair(F, B);
  auto It = Summaries.find(Key);
  if (It != Summaries.end()) {
    if (auto Was = Gone.find(Key); Was != Gone.end()) {
      Gone.erase(Was);
      takeBack(F, B, *It->second);
    }
    return It->second.get();
  }
  if (Depth >= MaxDepth)
    return nullptr;
  // In progress and without a first result: nothing returns yet (the least
  // fixpoint begins there).
  if (!InProgress.insert(Key).second) {
    for (const auto &Open : InProgress)
      Recurring.insert(Open.first);
    auto Bottom = std::make_unique<Summary>();
    Bottom->Factors.emplace_back();
    return (Summaries[Key] = std::move(Bottom)).get();
  }
  ++Depth;
  auto S = std::make_unique<Summary>(simulate(F, B));
  // Recursion met the bottom above: repeat until nothing changes.
  for (unsigned Round = 0; Summaries.count(Key) && Round < MaxRounds; ++Round) {
    if (sameSummary(*Summaries[Key], *S))
      break;
    // What the last round is not shown to be final of, a Pass rests on.
    bool Last = Round + 1 == MaxRounds;
    Summaries[Key] = std::move(S);
    S = std::make_unique<Summary>(simulate(F, B));
    if (Last && !sameSummary(*Summaries[Key], *S))
      S->assume(recursionOf(F));
  }
  --Depth;
  InProgress.erase(Key);
  if (!B.empty())
    BoundKeys.push_back(Key);
  return (Summaries[Key] = std::move(S)).get();
}

const Summary *Analysis::ask(FunctionId By, FunctionId F, const Binding &B) {
  std::set<FunctionId> &Mine = Asked[By];
  Mine.insert(F);
  const Summary *S = summaryOf(F, B);
  // (A summary for what is bound is not looked at by itself.)
  if (!B.empty() && F != By)
    Mine.insert(Asked[F].begin(), Asked[F].end());
  return S;
}

Summary Analysis::simulate(FunctionId FI, const Binding &B) {
  Simulated Result;
  auto Source = [this, FI](FunctionId F, const Binding &X) {
    return ask(FI, F, X);
  };
  if (!Memo || !Memo->find(FI, B, Source, Result))
    Result = simulateAnew(FI, B);
  Reached[FI].insert(Result.Reached.begin(), Result.Reached.end());
  Ended.insert(Result.Ended.begin(), Result.Ended.end());
  if (Result.IsAll)
    Regions[FI] = std::move(Result.Regions);
  else
    for (const auto &[Site, Region] : Result.Regions)
      Regions[FI][Site] = Region;
  return std::move(Result.S);
}

Simulated Analysis::simulateAnew(FunctionId FI, const Binding &B) {
  SimulationOptions Common;
  Common.Budget = Budget;
  Common.Held = Context.get();
  Common.Self = FI;
  Common.NoteContracts = NotesContracts;
  if (P.isInLargeRecursion(FI))
    Common.Recursion = recursionOf(FI);
  Simulated Out;
  if (Memo)
    Common.Slots = Memo->begin();
  Out.S = simulateLevels(FI, B, Common, Out);
  if (Memo)
    Memo->end(FI, B, Out);
  return Out;
}

static void noteSites(const Simulation &Sim, Simulated &Out) {
  Out.Reached.insert(Sim.reachedSites().begin(), Sim.reachedSites().end());
  Out.Ended.insert(Sim.endedAcquires().begin(), Sim.endedAcquires().end());
}

Summary Analysis::simulateLevels(FunctionId FI, const Binding &B,
                                 SimulationOptions Common, Simulated &Out) {
  const ProgramFunction &PF = P.functions()[FI];
  const FunctionInfo &Info = infoOf(FI);
  if (!Info.TooLarge.empty()) {
    Summary S;
    S.GaveUp = Info.TooLarge;
    return S;
  }
  auto Source = [this, FI](FunctionId F, const Binding &X) {
    const Summary *S = ask(FI, F, X);
    if (Memo)
      Memo->asked(F, X, S);
    return S;
  };
  // Coarse first; finer where merging may have lost what a result rests on.
  static const unsigned Levels[] = {1, 4, 16, 64};
  unsigned First = Info.Rpo.size() <= SmallFunction ? 1 : 0;
  Summary Best;
  std::string Outline;
  std::unique_ptr<Simulation> Last;
  std::set<BlockId> Changing;
  Common.Changing = &Changing;
  std::set<uint64_t> Correlated;
  Common.Correlated = &Correlated;
  for (unsigned L = First; L < 4; ++L) {
    SimulationOptions O = Common;
    O.Disjuncts = Levels[L];
    auto Next =
        std::make_unique<Simulation>(P, *PF.M, PF.Module, Info, B, O, Source);
    Simulation &Sim = *Next;
    StopReason Stop = Sim.run();
    ++(L == First ? Runs.First : Runs.Finer);
    Runs.Steps += Sim.steps();
    noteSites(Sim, Out);
    Correlated.insert(Sim.correlatedTests().begin(),
                      Sim.correlatedTests().end());
    if (Stop == StopReason::None) {
      size_t Known = Changing.size();
      for (BlockId Stuck : Sim.stuckBranches())
        Changing.insert(Stuck);
      if (Changing.size() > Known) {
        --L;
        continue;
      }
    }
    if (Stop != StopReason::None) {
      if (Last)
        break;
      if (Stop == StopReason::TooManyStates && Sim.shapes().size() > 1)
        return partitioned(FI, B, Sim.shapes(), Common, Out);
      if (L > 0) { // Try without disjuncts.
        O.Disjuncts = 1;
        Simulation Coarse(P, *PF.M, PF.Module, Info, B, O, Source);
        Stop = Coarse.run();
        ++Runs.Coarser;
        Runs.Steps += Coarse.steps();
        noteSites(Coarse, Out);
        if (Stop == StopReason::None) {
          if (B.empty()) {
            Out.Regions = Coarse.regions();
            Out.IsAll = true;
          }
          return Coarse.summary();
        }
        if (Coarse.shapes().size() > 1)
          return partitioned(FI, B, Coarse.shapes(), Common, Out);
      }
      if (Sim.shapes().size() > 1)
        return partitioned(FI, B, Sim.shapes(), Common, Out);
      Best.GaveUp = Stop == StopReason::Budget
                        ? "its paths exceed the budget of " +
                              std::to_string(Budget) + " steps"
                        : "it has too many lock states";
      return Best;
    }
    Best = Sim.summary();
    Last = std::move(Next);
    if (B.empty()) {
      Out.Regions = Sim.regions();
      Out.IsAll = true;
    }
    if (!Sim.lostFacts() || !Sim.isSuspicious())
      break;
    // A finer run that changed nothing is followed by another only while a
    // defect may still be the shadow of a merge.
    std::string Now = Sim.outline();
    if (Now == Outline) {
      bool Confirmed = Sim.confirmsDefects();
      ++(Confirmed ? Runs.Confirmed : Runs.Refuted);
      if (Confirmed)
        break;
    }
    Outline = std::move(Now);
    // The finest level is for functions where it is affordable.
    if (L == 2 && Info.Rpo.size() > 200)
      break;
  }
  if (Last)
    leaveInfeasible(*Last, Best, Out);
  return Best;
}

/// Where the solver refutes a way to what \p Sim found, once more without such
/// ways: what was found on others stays.
void Analysis::leaveInfeasible(const Simulation &Sim, Summary &S,
                               Simulated &Out) {
  if (!Feasibility::isAvailable() || !Sim.isSuspicious() ||
      !Sim.hasInfeasibleWay(Runs.Solver))
    return;
  std::unique_ptr<Simulation> Feasible = Sim.runFeasible(Runs.Solver);
  ++Runs.Feasible;
  Runs.Steps += Feasible->steps();
  if (Feasible->stopReason() != StopReason::None)
    return;
  S = Feasible->summary();
  if (Out.IsAll)
    Out.Regions = Feasible->regions();
}

/// One run per group of locks that may be related: linear where all together
/// would multiply.
Summary Analysis::partitioned(FunctionId FI, const Binding &B,
                              const std::set<size_t> &Shapes,
                              const SimulationOptions &Common, Simulated &Out) {
  const ProgramFunction &PF = P.functions()[FI];
  const FunctionInfo &Info = infoOf(FI);
  auto Source = [this, FI](FunctionId F, const Binding &X) {
    const Summary *S = ask(FI, F, X);
    if (Memo)
      Memo->asked(F, X, S);
    return S;
  };
  SummaryJoin All;
  auto GiveUp = [](std::string Why) {
    Summary S;
    S.GaveUp = std::move(Why);
    return S;
  };
  std::set<size_t> Todo = Shapes, Done;
  // All runs together may take a few times what one may.
  uint64_t Left = uint64_t(Budget) * 4;
  while (!Todo.empty()) {
    size_t Shape = *Todo.begin();
    Todo.erase(Todo.begin());
    if (!Done.insert(Shape).second)
      continue;
    if (Done.size() > 256)
      return GiveUp("it uses too many locks at once");
    Summary Best;
    std::unique_ptr<Simulation> Last;
    for (unsigned D : {1u, 4u, 16u}) {
      SimulationOptions O = Common;
      O.Disjuncts = D;
      O.Budget = unsigned(std::min<uint64_t>(Budget, Left));
      O.OnlyShape = Shape;
      auto Next =
          std::make_unique<Simulation>(P, *PF.M, PF.Module, Info, B, O, Source);
      Simulation &Sim = *Next;
      StopReason Stop = Sim.run();
      ++Runs.ByLock;
      Runs.Steps += Sim.steps();
      Left -= std::min<uint64_t>(Left, Sim.steps());
      noteSites(Sim, Out);
      for (size_t S : Sim.shapes())
        if (!Done.count(S))
          Todo.insert(S);
      if (Stop != StopReason::None) {
        if (Last)
          break;
        return GiveUp(Stop == StopReason::Budget
                          ? "its paths exceed the budget of " +
                                std::to_string(Budget) + " steps"
                          : "it has too many lock states");
      }
      Best = Sim.summary();
      Last = std::move(Next);
      if (B.empty())
        for (const auto &[Site, Region] : Sim.regions())
          Out.Regions[Site] = Region;
      if (!Sim.lostFacts() || !Sim.isSuspicious())
        break;
    }
    if (Last)
      leaveInfeasible(*Last, Best, Out);
    All.add(std::move(Best));
  }
  return All.take();
}

void Analysis::summariseScc(const std::vector<FunctionId> &Scc) {
  if (Scc.size() == 1 && !P.isRecursive(Scc[0])) {
    if (P.functions()[Scc[0]].ReachesLockEvent)
      summaryOf(Scc[0], Binding());
    return;
  }
  // Mutual recursion: begin with "nothing returns" for all members, then
  // repeat until no summary changes.
  bool Relevant = false;
  for (FunctionId F : Scc)
    Relevant |= P.functions()[F].ReachesLockEvent;
  if (!Relevant)
    return;
  std::vector<FunctionId> Members;
  for (FunctionId F : Scc)
    if (isAnalysed(F)) {
      auto Bottom = std::make_unique<Summary>();
      Bottom->Factors.emplace_back();
      Summaries[{F, Binding()}] = std::move(Bottom);
      Members.push_back(F);
    }
  // Only what asked for a summary that has changed is looked at again.
  std::set<FunctionId> Stale(Members.begin(), Members.end());
  size_t Rounds =
      std::clamp<size_t>(MaxSimulations / std::max<size_t>(Members.size(), 1),
                         MinRounds, MaxRounds);
  // What is bound rests on the summaries that have changed.
  size_t FirstBound = BoundKeys.size();
  auto ForgetBound = [&] {
    for (; BoundKeys.size() > FirstBound; BoundKeys.pop_back())
      Summaries.erase(BoundKeys.back());
  };
  for (unsigned Round = 0; !Stale.empty() && Round < Rounds; ++Round) {
    ForgetBound();
    for (FunctionId F : Members) {
      // (More cases of callees would not make it fit the budget again.)
      if (!Stale.erase(F) || !Summaries[{F, Binding()}]->GaveUp.empty())
        continue;
      auto S = std::make_unique<Summary>(simulate(F, Binding()));
      auto &Slot = Summaries[{F, Binding()}];
      if (!sameSummary(*Slot, *S))
        for (FunctionId M : Members)
          if (Asked[M].count(F))
            Stale.insert(M);
      Slot = std::move(S);
    }
  }
  if (!Stale.empty()) {
    ForgetBound();
    for (FunctionId F : Members)
      Summaries[{F, Binding()}]->assume(recursionOf(F));
  }
}

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

EntryResult Analysis::evaluate(FunctionId FI, const Role *R) {
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
  O.Budget = Budget;
  O.ClosedEntry = R && R->EntryUnheld;
  O.Outermost = true;
  O.NoteContracts = NotesContracts;
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
  ++Runs.Entry;
  Runs.Steps += Sim.steps();
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
  if (const Summary *Own = summaryOf(FI, None))
    for (const auto &Factor : Own->Factors)
      for (const ExitCase &C : Factor)
        for (const LockEffect &L : C.Locks) {
          if (L.Exit == Hold::Held && L.Entry != EntryHold::Held)
            E.Takes.insert({L.Class, L.Text});
          if (L.Exit == Hold::Unheld && L.Entry == EntryHold::Held)
            E.Gives.insert({L.Class, L.Text});
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

static const Range *factOn(const ExitCase &C, PoolId T) {
  for (const PoolFact &F : C.Facts)
    if (F.T == T)
      return &F.R;
  return nullptr;
}

static bool dependsOnMemory(const Summary &S, PoolId T) {
  std::vector<PoolId> Work{T};
  while (!Work.empty()) {
    const Term &X = S.Pool[Work.back()];
    Work.pop_back();
    if (X.Kind == TermKind::InitMem)
      return true;
    for (uint32_t O : {X.A, X.B, X.C})
      if (O)
        Work.push_back(O);
  }
  return false;
}

/// The caller can tell which of the two happened: by the result, by an
/// argument, or by what was written for it.
static bool toldApart(const Summary &S, const ExitCase &A, const ExitCase &B) {
  if (A.Return && B.Return) {
    auto RangeOf = [&](const ExitCase &C) {
      const Term &X = S.Pool[C.Return];
      if (X.Kind == TermKind::Const)
        return Range::exactly(X.Imm);
      if (X.Kind == TermKind::Object || X.Kind == TermKind::Global ||
          X.Kind == TermKind::Function)
        return Range::between(1, INT64_MAX);
      if (const Range *R = factOn(C, C.Return))
        return *R;
      return Range();
    };
    // A failure that leaves the lock held where success does not is no
    // contract: nobody releases a lock because a call failed.
    Range RA = RangeOf(A), RB = RangeOf(B);
    if (!RA.intersects(RB) && !(RA.Hi < 0 && RB.Hi >= 0))
      return true;
  }
  for (const PoolFact &F : A.Facts)
    if (const Range *R = factOn(B, F.T))
      if (!R->intersects(F.R) && !dependsOnMemory(S, F.T) &&
          S.Pool[F.T].Kind != TermKind::Sym)
        return true;
  for (const auto &M : A.Mem)
    for (const auto &N : B.Mem)
      if (M.first == N.first) {
        const Term &X = S.Pool[M.second], &Y = S.Pool[N.second];
        if (X.Kind == TermKind::Const && Y.Kind == TermKind::Const &&
            X.Imm != Y.Imm)
          return true;
      }
  return false;
}

namespace {
/// A way to return with a lock held that a caller cannot tell from another way
/// to return, without it.
struct Leak {
  const ExitCase *Holding;
  const LockEffect *Lock;
  const ExitCase *Other; ///< Null: no caller can name the lock.
};
} // namespace

static std::vector<Leak> leaksOf(const Summary &S) {
  std::vector<Leak> Out;
  for (const auto &Factor : S.Factors)
    for (const ExitCase &A : Factor) {
      if (A.Unwinds)
        continue;
      for (const LockEffect &L : A.Locks) {
        if (L.Exit != Hold::Held || L.Entry == EntryHold::Held || L.Draining ||
            L.Ended)
          continue;
        const ExitCase *Other = nullptr;
        for (const ExitCase &B : Factor) {
          if (B.Unwinds || &B == &A)
            continue;
          bool Holds = false;
          for (const LockEffect &M : B.Locks)
            Holds |= M.Lock == L.Lock && M.Exit != Hold::Unheld;
          if (!Holds && !toldApart(S, A, B)) {
            Other = &B;
            break;
          }
        }
        if (Other)
          Out.push_back({&A, &L, Other});
      }
    }
  return Out;
}

/// The innermost callee that leaves a lock, acquired at \p At, held without a
/// sign: what its callers then do is no second defect.
FunctionId Analysis::whoLeaks(FunctionId F, const ModuleLoc &At) const {
  std::set<FunctionId> Seen{F};
  for (bool Deeper = true; Deeper;) {
    Deeper = false;
    for (FunctionId C : P.functions()[F].Callees) {
      auto It = Summaries.find({C, Binding()});
      if (Seen.count(C) || It == Summaries.end() ||
          !It->second->GaveUp.empty() || !P.functions()[C].Roles.empty())
        continue;
      bool Leaks = false;
      for (const Leak &L : leaksOf(*It->second))
        Leaks |= L.Lock->At == At;
      if (!Leaks)
        continue;
      Seen.insert(C);
      F = C;
      Deeper = true;
      break;
    }
  }
  return F;
}

void Analysis::inconsistentExits(FunctionId Root, EntryResult &E) {
  auto Mine = Summaries.find({Root, Binding()});
  if (Mine == Summaries.end() || !Mine->second->GaveUp.empty())
    return;
  const Summary *Own = Mine->second.get();
  std::set<FunctionId> Told;
  for (const Leak &Seen : leaksOf(*Own)) {
    FunctionId FI = whoLeaks(Root, Seen.Lock->At);
    const ProgramFunction &PF = P.functions()[FI];
    std::string Name = P.symbols()[PF.Symbol].SourceName;
    if (FI != Root) {
      if (!LeaksTold.insert(FI).second && !Told.count(FI)) {
        E.Assumptions.push_back(
            P.intern("'" + Name +
                     "' leaves no lock held, contrary to what is reported of "
                     "it"));
        continue;
      }
      if (!Told.insert(FI).second)
        continue;
    }
    auto It = Summaries.find({FI, Binding()});
    const Summary &S = FI == Root ? *Own : *It->second;
    for (const Leak &L : leaksOf(S)) {
      const ExitCase &A = *L.Holding;
      if (FI == Root && (L.Holding != Seen.Holding || L.Lock != Seen.Lock))
        continue;
      Incident I;
      I.Kind = IncidentKind::InconsistentExit;
      I.Loc = A.Loc;
      I.Acquired = L.Lock->At;
      I.Function = P.intern(Name);
      I.LockText = L.Lock->Text;
      I.LockKind = L.Lock->Kind;
      I.Api = L.Lock->Api;
      I.Class = L.Lock->Class;
      I.Doubts = L.Lock->Doubts;
      I.AccessPath = L.Lock->Text.str();
      std::vector<PathStep> Path = pathInFunction(P, FI, A.Path);
      PathStep X;
      X.K = PathStep::Exit;
      X.Loc = P.loc(A.Loc);
      X.Function = Name;
      X.Text = ("'" + Twine(Name) + "' returns with '" + I.LockText + "' held")
                   .str();
      Path.push_back(X);
      if (L.Other) {
        X.Loc = P.loc(L.Other->Loc);
        X.K = PathStep::Event;
        X.Text = "another return, which a caller cannot tell from it, "
                 "leaves it released";
        Path.push_back(X);
      }
      bool Known = false;
      for (const Incident &O : E.Incidents)
        Known |= O.Kind == I.Kind && O.Loc == I.Loc && O.LockText == I.LockText;
      if (!Known) {
        E.Paths[E.Incidents.size()] = std::move(Path);
        E.Incidents.push_back(std::move(I));
      }
    }
  }
  std::sort(E.Assumptions.begin(), E.Assumptions.end());
  E.Assumptions.erase(std::unique(E.Assumptions.begin(), E.Assumptions.end()),
                      E.Assumptions.end());
}

std::vector<PathStep> EntryResult::path(const Program &P, size_t I) const {
  auto It = Paths.find(I);
  return It != Paths.end()
             ? It->second
             : pathFromEntry(P, Function, AsRole, Incidents[I].Path);
}

void Analysis::collectReach(FunctionId F, EntryResult &E) {
  auto ForEach = [&](std::vector<FunctionId> ProgramFunction::*Edges,
                     function_ref<void(FunctionId)> Do) {
    std::set<FunctionId> Seen{F};
    std::vector<FunctionId> Work{F};
    while (!Work.empty()) {
      FunctionId X = Work.back();
      Work.pop_back();
      Do(X);
      for (FunctionId C : P.functions()[X].*Edges)
        if (Seen.insert(C).second)
          Work.push_back(C);
    }
  };
  E.ReachesLocks = P.functions()[F].ReachesLockEvent;
  ForEach(&ProgramFunction::Callees, [&](FunctionId X) {
    if (P.functions()[X].ReachesLockEvent)
      E.Reach.push_back(X);
  });
  // (What a call that is not followed does is assumed, and decides nothing.)
  ForEach(&ProgramFunction::Followed, [&](FunctionId X) {
    auto It = Summaries.find({X, Binding()});
    if (It != Summaries.end() && !It->second->GaveUp.empty())
      E.GaveUp.push_back(X);
  });
  std::sort(E.GaveUp.begin(), E.GaveUp.end());
}

void Analysis::collectSites(LockStateResult &R) {
  for (FunctionId FI = 0; FI < P.functions().size(); ++FI) {
    const ProgramFunction &PF = P.functions()[FI];
    if (!P.symbols()[PF.Symbol].Apis.empty())
      continue;
    for (ValueId V = 0; V < PF.F->Values.size(); ++V) {
      const FlowValue &X = PF.F->Values[V];
      if (X.Op != FlowOp::Call)
        continue;
      const FlowCall &C = PF.F->Calls[X.Aux];
      if (C.Callee == NoId)
        continue;
      const ProgramSymbol &S = P.symbols()[P.symbol(PF.Module, C.Callee)];
      const Api *Row = nullptr;
      for (const Api &A : S.Apis)
        if (isLockEffect(A.E) || A.Holding) {
          // The row whose constant conditions fit.
          bool Fits = true;
          for (const ArgCondition &W : A.When) {
            if (W.ArgNo >= C.Args.size()) {
              Fits = false;
              continue;
            }
            const FlowValue &K = PF.F->Values[C.Args[W.ArgNo]];
            if (K.Op == FlowOp::Const && W.O == ArgCondition::EQ)
              Fits &= K.Imm == W.Value;
          }
          if (Fits) {
            Row = &A;
            break;
          }
        }
      if (!Row)
        continue;
      SiteResult Site;
      Site.Function = FI;
      Site.Loc = X.Loc;
      Site.Ordinal = C.Ordinal;
      Site.Api = Row->Name;
      switch (Row->E) {
      case Effect::Acquire:
        Site.Effect = "acquire";
        break;
      case Effect::TryAcquire:
        Site.Effect = "try-acquire";
        break;
      case Effect::Release:
        Site.Effect = "release";
        break;
      case Effect::Convert:
        Site.Effect = "convert";
        break;
      case Effect::Destroy:
        Site.Effect = "destroy";
        break;
      default:
        Site.Effect = "use";
        break;
      }
      if ((Row->Lock.K == Operand::Arg || Row->Lock.K == Operand::Deref ||
           Row->Lock.K == Operand::Handle) &&
          Row->Lock.ArgNo < C.ArgNames.size())
        Site.Lock = PF.M->str(C.ArgNames[Row->Lock.ArgNo]).str();
      else
        Site.Lock = Row->Lock.Name;
      auto It = Reached.find(FI);
      Site.Reached = It != Reached.end() && It->second.count(V);
      R.Sites.push_back(std::move(Site));
    }
  }
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

void Analysis::stepDone() {
  ++NumDone;
  if (OnProgress)
    OnProgress(NumDone, NumSteps, Found.size());
}

void Analysis::noteFound(const std::vector<Incident> &Incidents) {
  for (const Incident &I : Incidents)
    if (I.Needs == Need::Nothing && I.Must.empty())
      Found.insert({I.Kind, I.Loc.M, I.Loc.Loc});
}

void Analysis::summariseAll(LockStateResult &R) {
  for (const auto &Scc : P.summaryOrder()) {
    if (Stop && *Stop) {
      R.IsPartial = true;
      return;
    }
    summariseScc(Scc);
    if (OnProgress) {
      for (FunctionId F : Scc)
        if (auto It = Summaries.find({F, Binding()}); It != Summaries.end())
          noteFound(It->second->Incidents);
      stepDone();
    }
    if (LetGo.empty())
      continue;
    for (FunctionId F : Scc)
      for (const Role *As : entryRoles(F))
        Evaluated.emplace(std::make_pair(F, As), evaluate(F, As));
    letGoBelow(Scc);
  }
}

/// The roles in which a function is evaluated; null for one that nobody in the
/// program calls.
SmallVector<const Role *, 2> Analysis::entryRoles(FunctionId F) const {
  const ProgramFunction &PF = P.functions()[F];
  if (!P.symbols()[PF.Symbol].Apis.empty())
    return {};
  if (PF.Roles.empty() && PF.ReachesLockEvent && isRoot(F))
    return {nullptr};
  return {PF.Roles.begin(), PF.Roles.end()};
}

/// Nobody in the program calls it (but itself), or only where it is one of more
/// functions than are followed.
bool Analysis::isRoot(FunctionId F) const {
  const ProgramFunction &PF = P.functions()[F];
  return all_of(PF.Callers, [&](FunctionId C) {
    const ProgramFunction &Caller = P.functions()[C];
    return Caller.Scc == PF.Scc || !binary_search(Caller.Followed, F);
  });
}

/// What an entry point leads to is known.
bool Analysis::isSummarised(FunctionId Entry) const {
  std::set<FunctionId> Seen{Entry};
  std::vector<FunctionId> Work{Entry};
  while (!Work.empty()) {
    FunctionId F = Work.back();
    Work.pop_back();
    if (P.functions()[F].ReachesLockEvent && isAnalysed(F) &&
        !Summaries.count({F, Binding()}))
      return false;
    for (FunctionId C : P.functions()[F].Callees)
      if (Seen.insert(C).second)
        Work.push_back(C);
  }
  return true;
}

void Analysis::evaluateAll(LockStateResult &R) {
  for (FunctionId F = 0; F < P.functions().size(); ++F, stepDone()) {
    SmallVector<const Role *, 2> Roles = entryRoles(F);
    if (Roles.empty())
      continue;
    R.IsPartial |= Stop && *Stop;
    if (R.IsPartial && !isSummarised(F))
      continue;
    for (const Role *As : Roles) {
      auto Early = Evaluated.find({F, As});
      R.Entries.push_back(Early != Evaluated.end() ? std::move(Early->second)
                                                   : evaluate(F, As));
      EntryResult &E = R.Entries.back();
      collectReach(F, E);
      if (!As)
        inconsistentExits(F, E);
      if (OnProgress)
        noteFound(E.Incidents);
    }
  }
  Evaluated.clear();
}

LockStateResult Analysis::run() {
  Context = std::make_shared<HeldContext>(P);
  if (Kept)
    Memo = std::make_unique<FunctionMemo>(P, *Context, *Kept);
  NumSteps = P.summaryOrder().size() + P.functions().size();
  prepareToLetGo();
  LockStateResult R;
  summariseAll(R);
  evaluateAll(R);
  AcquisitionGraph Graph(P);
  for (const auto &[Key, S] : Summaries)
    Graph.add(Key.first, S->Edges, S->HeldAtCalls);
  collectGivenUp(R.GaveUp);
  for (const EntryResult &E : R.Entries)
    if (E.AsRole)
      Graph.add(E.Function, E.Edges, E.HeldAtCalls);
  R.Cycles = Graph.cycles();
  R.Sections = sections(/*OfAllLocks=*/false, /*OpenTrips=*/1);
  R.Context = Context;
  R.EndedAcquires = Ended;
  R.SimulatedFunctions = Reached.size();
  R.Runs = Runs;
  R.Runs.HasSolver = Feasibility::isAvailable();
  collectSites(R);
  if (Memo)
    Memo->finish();
  Memo.reset();
  return R;
}

std::vector<LockContract> Analysis::contracts(const LockStateResult &R) {
  ContractFinder Finder(P, *Context);
  for (const auto &[Key, S] : Summaries)
    Finder.addCalls(Key.first, S->Calls);
  for (const EntryResult &E : R.Entries)
    if (E.AsRole)
      Finder.addCalls(NoId, E.Calls);
  for (const auto &[Key, S] : Summaries)
    if (Key.second.empty() && S->GaveUp.empty())
      Finder.findIn(Key.first, *S);
  return Finder.take();
}

std::vector<HeldSection> Analysis::sections(bool OfAllLocks,
                                            unsigned OpenTrips) {
  HoldTimes Times(
      P, [this](FunctionId F) -> const FunctionInfo & { return infoOf(F); },
      ClockMHz, OpenTrips);
  std::vector<HeldSection> Out;
  for (const auto &[F, Of] : Regions)
    for (const auto &KV : Of)
      if (OfAllLocks || !P.models().findLockKind(KV.second.LockKind).MaySleep)
        Out.push_back(Times.section(F, KV.first, KV.second));
  std::stable_sort(
      Out.begin(), Out.end(), [&](const HeldSection &X, const HeldSection &Y) {
        return std::make_pair(X.Function, P.loc(X.Region.Acquired)) <
               std::make_pair(Y.Function, P.loc(Y.Region.Acquired));
      });
  return Out;
}

void Analysis::observe(
    FunctionId FI,
    function_ref<void(Simulation &, LocId, StringRef, const State &)> Fn) {
  const ProgramFunction &PF = P.functions()[FI];
  const FunctionInfo &Info = infoOf(FI);
  if (!Info.TooLarge.empty())
    return;
  auto Source = [this](FunctionId F, const Binding &X) {
    return summaryOf(F, X);
  };
  Binding None;
  SimulationOptions O;
  O.Disjuncts = Info.Rpo.size() <= SmallFunction ? 16 : 1;
  O.Budget = Budget;
  Simulation Sim(P, *PF.M, PF.Module, Info, None, O, Source);
  Sim.Observer = [&](LocId L, StringRef What, const State &S) {
    Fn(Sim, L, What, S);
  };
  Sim.run();
}
