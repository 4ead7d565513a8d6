//===- SummaryRuns.cpp - How a function is simulated ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryJoin.h"
#include "analysis/SummaryWorker.h"

using namespace llvm;
using namespace spinguard;

/// Functions up to this size begin with several fact sets per lock state.
static constexpr size_t SmallFunction = 48;

const FunctionInfo &SummaryWorker::infoOf(FunctionId F) {
  std::shared_ptr<const FunctionInfo> &Of = Infos[F];
  if (!Of)
    Of = A.Infos.of(F);
  return *Of;
}

Summary SummaryWorker::simulate(FunctionId FI, const Binding &B) {
  Simulated Result;
  auto Source = [this](FunctionId F, const Binding &X) {
    return summaryOf(F, X);
  };
  if (!A.Memo || !A.Memo->find(FI, B, Source, Result))
    Result = simulateAnew(FI, B);
  Found.Reached[FI].insert(Result.Reached.begin(), Result.Reached.end());
  Found.Ended.insert(Result.Ended.begin(), Result.Ended.end());
  Frame &Mine = Frames.back();
  if (Result.IsAll)
    Mine.Regions = std::move(Result.Regions);
  else
    for (const auto &[Site, Region] : Result.Regions)
      Mine.Regions[Site] = Region;
  Mine.HasRegions |= Result.IsAll || !Result.Regions.empty();
  return std::move(Result.S);
}

Simulated SummaryWorker::simulateAnew(FunctionId FI, const Binding &B) {
  SimulationOptions Common;
  Common.Budget = A.Budget;
  Common.Held = A.Context.get();
  Common.Self = FI;
  Common.NoteContracts = A.NotesContracts;
  if (P.isInLargeRecursion(FI))
    Common.Recursion = recursionOf(FI);
  Simulated Out;
  if (A.Memo)
    Common.Slots = A.Memo->begin(Notes);
  Out.S = simulateLevels(FI, B, Common, Out);
  if (A.Memo)
    A.Memo->end(Notes, FI, B, Out);
  return Out;
}

static void noteSites(const Simulation &Sim, Simulated &Out) {
  Out.Reached.insert(Sim.reachedSites().begin(), Sim.reachedSites().end());
  Out.Ended.insert(Sim.endedAcquires().begin(), Sim.endedAcquires().end());
}

Summary SummaryWorker::simulateLevels(FunctionId FI, const Binding &B,
                                      SimulationOptions Common,
                                      Simulated &Out) {
  const ProgramFunction &PF = P.functions()[FI];
  const FunctionInfo &Info = infoOf(FI);
  if (!Info.TooLarge.empty()) {
    Summary S;
    S.GaveUp = Info.TooLarge;
    return S;
  }
  auto Source = [this](FunctionId F, const Binding &X) {
    const Summary *S = summaryOf(F, X);
    if (A.Memo)
      A.Memo->asked(Notes, F, X, S);
    return S;
  };
  // Coarse first; finer where merging may have lost what a result rests on.
  static const unsigned Levels[] = {1, 4, 16, 64};
  unsigned First = Info.Rpo.size() <= SmallFunction ? 1 : 0;
  Summary Best;
  std::string Outline;
  std::unique_ptr<Simulation> Last;
  uint64_t Before = 0; // Steps of the run before the last one.
  std::set<BlockId> Changing;
  Common.Changing = &Changing;
  std::set<uint64_t> Correlated;
  Common.Correlated = &Correlated;
  for (unsigned L = First; L < 4; ++L) {
    SimulationOptions O = Common;
    O.Disjuncts = Levels[L];
    // It would take as many times more as the last one did.
    uint64_t Steps = Last ? Last->steps() : 0;
    if (Before && Steps * Steps / Before > A.Budget)
      break;
    Before = Steps;
    auto Next =
        std::make_unique<Simulation>(P, *PF.M, PF.Module, Info, B, O, Source);
    Simulation &Sim = *Next;
    StopReason Stop = Sim.run();
    ++(L == First ? runs().First : runs().Finer);
    runs().Steps += Sim.steps();
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
      return simulateLess(FI, B, Sim, Common, Out);
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
      ++(Confirmed ? runs().Confirmed : runs().Refuted);
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
void SummaryWorker::leaveInfeasible(const Simulation &Sim, Summary &S,
                                    Simulated &Out) {
  if (!Feasibility::isAvailable() || !Sim.isSuspicious() ||
      !Sim.hasInfeasibleWay(runs().Solver))
    return;
  std::unique_ptr<Simulation> Feasible = Sim.runFeasible(runs().Solver);
  ++runs().Feasible;
  runs().Steps += Feasible->steps();
  if (Feasible->stopReason() != StopReason::None)
    return;
  S = Feasible->summary();
  if (Out.IsAll)
    Out.Regions = Feasible->regions();
}

/// The function's paths, or lock states, were too many for the limits of
/// \p First: as much of them as can be told.
Summary SummaryWorker::simulateLess(FunctionId FI, const Binding &B,
                                    const Simulation &First,
                                    const SimulationOptions &Common,
                                    Simulated &Out) {
  StopReason Stop = First.stopReason();
  // Lock states of a block that stay apart where they are made fewer.
  constexpr unsigned FewStates = 8;
  const ProgramFunction &PF = P.functions()[FI];
  auto Source = [this](FunctionId F, const Binding &X) {
    const Summary *S = summaryOf(F, X);
    if (A.Memo)
      A.Memo->asked(Notes, F, X, S);
    return S;
  };
  auto Run = [&](const SimulationOptions &O, Summary &S) {
    Simulation Sim(P, *PF.M, PF.Module, infoOf(FI), B, O, Source);
    Stop = Sim.run();
    ++(O.Widens ? runs().Widened : runs().Coarser);
    runs().Steps += Sim.steps();
    noteSites(Sim, Out);
    if (Stop != StopReason::None)
      return false;
    if (B.empty()) {
      Out.Regions = Sim.regions();
      Out.IsAll = true;
    }
    S = Sim.summary();
    return true;
  };
  Summary S;
  SimulationOptions O = Common;
  O.Disjuncts = 1;
  if (Stop == StopReason::Budget) {
    O.Condenses = true;
    if (Run(O, S))
      return S;
  }
  if (First.shapes().size() > 1) {
    S = partitioned(FI, B, First.shapes(), O, Out);
    if (S.GaveUp.empty())
      return S;
  }
  O.Condenses = O.Widens = true;
  O.MaxStates = FewStates;
  if (Run(O, S))
    return S;
  S = Summary();
  S.GaveUp = Stop == StopReason::Budget
                 ? "its paths exceed the budget of " +
                       std::to_string(A.Budget) + " steps"
                 : "it has too many lock states";
  return S;
}

/// One run per group of locks that may be related: linear where all together
/// would multiply.
Summary SummaryWorker::partitioned(FunctionId FI, const Binding &B,
                                   const std::set<size_t> &Shapes,
                                   const SimulationOptions &Common,
                                   Simulated &Out) {
  const ProgramFunction &PF = P.functions()[FI];
  const FunctionInfo &Info = infoOf(FI);
  auto Source = [this](FunctionId F, const Binding &X) {
    const Summary *S = summaryOf(F, X);
    if (A.Memo)
      A.Memo->asked(Notes, F, X, S);
    return S;
  };
  SummaryJoin All;
  auto GiveUp = [](std::string Why) {
    Summary S;
    S.GaveUp = std::move(Why);
    return S;
  };
  std::string TooLong =
      "its paths exceed the budget of " + std::to_string(A.Budget) + " steps";
  std::set<size_t> Todo = Shapes, Done;
  // All runs together may take a few times what one may.
  const uint64_t Most = uint64_t(A.Budget) * 4;
  uint64_t Left = Most;
  while (!Todo.empty()) {
    // (They differ, but not so much that what is left would do for those to
    // come if it is not half of what they would take at the rate so far.)
    if (!Done.empty() && (Most - Left) / Done.size() * Todo.size() > Left * 2)
      return GiveUp(TooLong);
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
      O.Budget = unsigned(std::min<uint64_t>(A.Budget, Left));
      O.OnlyShape = Shape;
      auto Next =
          std::make_unique<Simulation>(P, *PF.M, PF.Module, Info, B, O, Source);
      Simulation &Sim = *Next;
      StopReason Stop = Sim.run();
      ++runs().ByLock;
      runs().Steps += Sim.steps();
      Left -= std::min<uint64_t>(Left, Sim.steps());
      noteSites(Sim, Out);
      for (size_t S : Sim.shapes())
        if (!Done.count(S))
          Todo.insert(S);
      if (Stop != StopReason::None) {
        if (Last)
          break;
        return GiveUp(Stop == StopReason::Budget
                          ? TooLong
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
