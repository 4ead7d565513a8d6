//===- Analysis.cpp - The program's locks, summarised and judged ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Analysis.h"
#include "analysis/Paths.h"
#include "analysis/Schedule.h"
#include "analysis/SummaryWorker.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

Analysis::Analysis(const Program &P, unsigned Budget, unsigned ClockMHz,
                   KeptAnalysis *Kept)
    : P(P), ClockMHz(ClockMHz), Kept(Kept),
      Shared(std::make_unique<SharedAnalysis>(P, Budget)) {}

Analysis::~Analysis() = default;

void Analysis::noteContracts() { Shared->NotesContracts = true; }

bool Analysis::isAnalysed(FunctionId F) const { return Shared->isAnalysed(F); }

const Summary *Analysis::summaryOf(FunctionId F, const Binding &B) {
  if (!Late)
    Late = std::make_unique<SummaryWorker>(*Shared, P.summaryOrder().size());
  return Late->summaryOf(F, B);
}

void Analysis::stepDone() {
  if (!OnProgress)
    return;
  std::lock_guard<std::mutex> Guard(ProgressLock);
  OnProgress(++NumDone, NumSteps, Found.size());
}

void Analysis::noteFound(const std::vector<Incident> &Incidents) {
  if (!OnProgress)
    return;
  std::lock_guard<std::mutex> Guard(ProgressLock);
  for (const Incident &I : Incidents)
    if (I.Needs == Need::Nothing && I.Must.empty())
      Found.insert({I.Kind, I.Loc.M, I.Loc.Loc});
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
    const Summary *S = Shared->Table.find(X);
    if (S && !S->undecided().empty())
      E.GaveUp.push_back(X);
  });
  std::sort(E.GaveUp.begin(), E.GaveUp.end());
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
    if (Shared->isOfComponent(F) && !Shared->Table.find(F))
      return false;
    for (FunctionId C : P.functions()[F].Callees)
      if (Seen.insert(C).second)
        Work.push_back(C);
  }
  return true;
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

/// Summarises a component and evaluates the entry points in it. It may run on
/// several threads at once.
void Analysis::doComponent(unsigned Component) {
  const std::vector<FunctionId> &Scc = P.summaryOrder()[Component];
  SummaryWorker Worker(*Shared, Component);
  Worker.summarise();
  Shared->Order->finish(Component);
  if (OnProgress)
    for (FunctionId F : Scc)
      if (Shared->isOfComponent(F))
        if (const Summary *S = Worker.summaryOf(F, Binding()))
          noteFound(S->Incidents);
  for (FunctionId F : Scc)
    for (const Role *As : entryRoles(F)) {
      EntryResult E = Worker.evaluate(F, As);
      noteFound(E.Incidents);
      std::lock_guard<std::mutex> Guard(Shared->Lock);
      Evaluated.emplace(std::make_pair(F, As), std::move(E));
    }
  Worker.finish();
  if (Shared->Table.letsGo())
    Shared->Table.letGoBelow(Scc);
  stepDone();
}

void Analysis::evaluateAll(LockStateResult &R) {
  for (FunctionId F = 0; F < P.functions().size(); ++F, stepDone()) {
    for (const Role *As : entryRoles(F)) {
      auto Known = Evaluated.find({F, As});
      if (Known != Evaluated.end()) {
        R.Entries.push_back(std::move(Known->second));
      } else {
        // All was stopped before its turn.
        if (!isSummarised(F))
          break;
        SummaryWorker Worker(*Shared, P.functions()[F].Order);
        R.Entries.push_back(Worker.evaluate(F, As));
        noteFound(R.Entries.back().Incidents);
        Worker.finish();
      }
      EntryResult &E = R.Entries.back();
      collectReach(F, E);
      if (!As) {
        inconsistentExits(F, E);
        noteFound(E.Incidents);
      }
    }
  }
  Evaluated.clear();
}

LockStateResult Analysis::run() {
  Shared->Context = std::make_shared<HeldContext>(P);
  if (Kept)
    Shared->Memo = std::make_unique<FunctionMemo>(P, *Shared->Context, *Kept);
  NumSteps = P.summaryOrder().size() + P.functions().size();
  if (LetsGo && !Shared->NotesContracts)
    Shared->Table.prepareToLetGo();
  Shared->Order = std::make_unique<Schedule>(P, Jobs, Stop);
  LockStateResult R;
  R.IsPartial =
      !Shared->Order->run([this](unsigned C) { doComponent(C); }, OnThread);
  evaluateAll(R);
  AcquisitionGraph Graph(P);
  for (const auto &[Key, E] : Shared->Table.all())
    Graph.add(Key.first, E.S->Edges, E.S->HeldAtCalls);
  collectGivenUp(R.GaveUp);
  for (const EntryResult &E : R.Entries)
    if (E.AsRole)
      Graph.add(E.Function, E.Edges, E.HeldAtCalls);
  R.Cycles = Graph.cycles();
  R.Sections = sections(/*OfAllLocks=*/false, /*OpenTrips=*/1);
  R.Context = Shared->Context;
  R.EndedAcquires = Shared->Found.Ended;
  R.SimulatedFunctions = Shared->Found.Reached.size();
  R.Runs = Shared->Found.Runs;
  R.Runs.HasSolver = Feasibility::isAvailable();
  collectSites(R);
  if (Shared->Memo)
    Shared->Memo->finish();
  Shared->Memo.reset();
  return R;
}

std::vector<LockContract> Analysis::contracts(const LockStateResult &R) {
  ContractFinder Finder(P, *Shared->Context);
  for (const auto &[Key, E] : Shared->Table.all())
    Finder.addCalls(Key.first, E.S->Calls);
  for (const EntryResult &E : R.Entries)
    if (E.AsRole)
      Finder.addCalls(NoId, E.Calls);
  for (const auto &[Key, E] : Shared->Table.all())
    if (Key.second.empty() && E.S->undecided().empty())
      Finder.findIn(Key.first, *E.S);
  return Finder.take();
}

std::vector<HeldSection> Analysis::sections(bool OfAllLocks,
                                            unsigned OpenTrips) {
  HoldTimes Times(
      P, [this](FunctionId F) { return Shared->Infos.of(F); }, ClockMHz,
      OpenTrips);
  std::vector<HeldSection> Out;
  for (const auto &[F, Of] : Shared->Found.Regions) {
    // (Each of its sections asks for it.)
    std::shared_ptr<const FunctionInfo> Here = Shared->Infos.of(F);
    for (const auto &KV : Of.second)
      if (OfAllLocks || !P.models().findLockKind(KV.second.LockKind).MaySleep)
        Out.push_back(Times.section(F, KV.first, KV.second));
  }
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
  std::shared_ptr<const FunctionInfo> Kept = Shared->Infos.of(FI);
  const FunctionInfo &Info = *Kept;
  if (!Info.TooLarge.empty())
    return;
  auto Source = [this](FunctionId F, const Binding &X) {
    return summaryOf(F, X);
  };
  Binding None;
  SimulationOptions O;
  O.Disjuncts = Info.Rpo.size() <= 48 ? 16 : 1;
  O.Budget = Shared->Budget;
  Simulation Sim(P, *PF.M, PF.Module, Info, None, O, Source);
  Sim.Observer = [&](LocId L, StringRef What, const State &S) {
    Fn(Sim, L, What, S);
  };
  Sim.run();
}
