//===- Analysis.h - The program's locks, summarised and judged --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Summarises functions bottom-up and evaluates the summaries of entry points
// with the lock state their role begins with. The result is plain data; rules
// read it, nothing else does.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_ANALYSIS_H
#define SPINGUARD_ANALYSIS_ANALYSIS_H

#include "analysis/AcquisitionGraph.h"
#include "analysis/Contracts.h"
#include "analysis/FunctionMemo.h"
#include "analysis/Program.h"
#include "analysis/Simulation.h"
#include "analysis/Summary.h"
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace spinguard {

/// One entry point in one role, or a root whose callers are not known.
struct EntryResult {
  FunctionId Function = 0;
  const Role *AsRole = nullptr; ///< Null in library mode.
  std::vector<Incident> Incidents;
  /// Those that are not told by the incident itself, by its index.
  std::map<size_t, std::vector<PathStep>> Paths;
  std::vector<LockUse> Uses; ///< What it and its callees acquire.
  /// What the locks that it is called with add to the acquisition graph, and
  /// what the system surely holds when it calls it: see Summary.
  std::vector<AcquisitionEdge> Edges;
  std::vector<std::pair<uint32_t, std::vector<llvm::StringRef>>> HeldAtCalls;
  std::vector<CallHold> Calls; ///< The system's call, if calls are noted.
  std::vector<llvm::StringRef> Assumptions; ///< Interned by the program.
  /// Functions in its reach on which the analysis gave up.
  std::vector<FunctionId> GaveUp;
  /// Functions in its reach that can matter to locks, itself among them.
  std::vector<FunctionId> Reach;
  /// Classes and names of locks that some path takes for a later caller, or
  /// gives up for an earlier one.
  std::set<std::pair<llvm::StringRef, llvm::StringRef>> Takes, Gives;
  bool ReachesLocks = false;

  /// The path of an incident, by index, from the entry point on.
  std::vector<PathStep> path(const Program &P, size_t I) const;
};

/// What became of one call that moves a lock.
struct SiteResult {
  FunctionId Function = 0;
  LocId Loc = 0;
  uint32_t Ordinal = NoId;
  std::string Api, Effect, Lock;
  bool Reached = false;
};

/// Functions that were given up, and what that leaves undecided in others.
struct GivenUp {
  std::map<FunctionId, std::string> Why;
  /// They, and what a summary of theirs would have been asked for by.
  std::set<FunctionId> Above;
  /// What they call, however deep, in states that nobody has seen. It is
  /// summarised, for any caller: only what the summaries tell of those that are
  /// called is undecided (Places), and it rests on what these assume.
  std::set<FunctionId> Below;
  std::set<ModuleLoc> Places;
  /// All of these, as a function was passed on that they may call.
  std::set<FunctionId> Everywhere;
  struct Hidden {
    std::set<FunctionId> Below;
    std::set<llvm::StringRef> Assumptions;
  };
  std::vector<Hidden> Hides; ///< One a function that was given up.
};

/// The lock-state result of a program.
struct LockStateResult {
  std::vector<EntryResult> Entries;
  std::vector<SiteResult> Sites;
  /// Acquires of which a lock is given up anywhere; what the others take,
  /// nobody releases.
  std::set<ModuleLoc> EndedAcquires;
  std::vector<OrderCycle> Cycles;
  std::vector<HeldSection> Sections; ///< Of spin locks.
  GivenUp GaveUp;
  std::shared_ptr<const HeldContext> Context; ///< Never null.
  size_t SimulatedFunctions = 0;
  RunStatistics::RunCounts Runs;
  bool IsPartial = false; ///< It was ended early.
};

class Analysis {
public:
  /// \p Kept may be null.
  Analysis(const Program &P, unsigned Budget,
           unsigned ClockMHz = HoldTimes::DefaultClockMHz,
           KeptAnalysis *Kept = nullptr)
      : P(P), Budget(Budget), ClockMHz(ClockMHz), Kept(Kept) {}

  /// See CheckOptions.
  std::function<void(size_t Done, size_t Total, size_t Found)> OnProgress;
  const std::atomic<bool> *Stop = nullptr;

  /// Call before run(): what contracts() needs is noted.
  void noteContracts() { NotesContracts = true; }

  /// Call before run(): no more than its result is wanted. What summaries say
  /// to callers is let go after the last of these.
  void letSummariesGo() { LetsGo = true; }

  LockStateResult run();

  /// What the program's functions do to their callers' locks, and want of them;
  /// by function. \p R: what run() gave.
  std::vector<LockContract> contracts(const LockStateResult &R);

  /// After run(): the sections of the program by function and place, of locks
  /// that wait busily or of all. \p OpenTrips: see HoldTimes.
  std::vector<HeldSection> sections(bool OfAllLocks, unsigned OpenTrips);

  /// Summary of a function; null if its body is not analysed.
  const Summary *summaryOf(FunctionId F, const Binding &B);
  const FunctionInfo &infoOf(FunctionId F);
  const Program &program() const { return P; }
  /// The function can matter to locks.
  bool isAnalysed(FunctionId F) const;

  /// Simulates \p F once more with an observer; for printers.
  void observe(FunctionId F,
               llvm::function_ref<void(Simulation &, LocId, llvm::StringRef,
                                       const State &)>
                   Fn);

private:
  /// The summary of \p F for the simulation of \p By.
  const Summary *ask(FunctionId By, FunctionId F, const Binding &B);
  Summary simulate(FunctionId F, const Binding &B);
  Simulated simulateAnew(FunctionId F, const Binding &B);
  llvm::StringRef recursionOf(FunctionId F) const;
  Summary simulateLevels(FunctionId F, const Binding &B,
                         SimulationOptions Common, Simulated &Out);
  Summary partitioned(FunctionId F, const Binding &B,
                      const std::set<size_t> &Shapes,
                      const SimulationOptions &Common, Simulated &Out);
  void leaveInfeasible(const Simulation &Sim, Summary &S, Simulated &Out);
  void summariseScc(const std::vector<FunctionId> &Scc);
  EntryResult evaluate(FunctionId F, const Role *R);
  void inconsistentExits(FunctionId Root, EntryResult &E);
  FunctionId whoLeaks(FunctionId F, const ModuleLoc &At) const;
  void collectReach(FunctionId F, EntryResult &E);
  void collectSites(LockStateResult &R);
  void collectGivenUp(GivenUp &G) const;
  llvm::SmallVector<const Role *, 2> entryRoles(FunctionId F) const;
  // Memory (SummaryLife.cpp).
  void prepareToLetGo();
  bool isWanted(FunctionId F) const;
  void letGoBelow(llvm::ArrayRef<FunctionId> Done);
  void takeBack(FunctionId F, const Binding &B, Summary &S);
  void summariseAll(LockStateResult &R);
  void evaluateAll(LockStateResult &R);
  bool isSummarised(FunctionId Entry) const;
  bool isRoot(FunctionId F) const;
  void stepDone();
  void noteFound(const std::vector<Incident> &Incidents);

  const Program &P;
  unsigned Budget, ClockMHz;
  std::map<FunctionId, std::unique_ptr<FunctionInfo>> Infos;
  std::map<std::pair<FunctionId, Binding>, std::unique_ptr<Summary>> Summaries;
  /// Whose summaries each function's simulation wanted.
  std::map<FunctionId, std::set<FunctionId>> Asked;
  /// Those of Summaries that are for what is bound, in the order they were
  /// made.
  std::vector<std::pair<FunctionId, Binding>> BoundKeys;
  std::set<std::pair<FunctionId, Binding>> InProgress;
  std::map<FunctionId, std::set<ValueId>> Reached;
  std::set<ModuleLoc> Ended;
  std::map<FunctionId, HeldRegions> Regions;
  std::set<FunctionId> LeaksTold; ///< Callees reported in a root's place.
  /// What callers may hold. Without it, summaries tell all.
  std::shared_ptr<const HeldContext> Context;
  KeptAnalysis *Kept;
  std::unique_ptr<FunctionMemo> Memo; ///< May be null.
  unsigned Depth = 0;
  bool NotesContracts = false, LetsGo = false;
  /// By function, if summaries are let go: it has been; all that may ask for it
  /// may get functions passed; it is summarised; and who asks for its summary.
  std::vector<bool> LetGo, IsPassedFunctions, IsDone;
  std::vector<std::vector<FunctionId>> Askers;
  /// Those that have been.
  std::set<std::pair<FunctionId, Binding>> Gone;
  /// Recursive, by calls that the program does not show.
  std::set<FunctionId> Recurring;
  /// Before their turn, as what they ask for is let go.
  std::map<std::pair<FunctionId, const Role *>, EntryResult> Evaluated;
  RunStatistics::RunCounts Runs;

  size_t NumDone = 0, NumSteps = 0;
  std::set<std::tuple<IncidentKind, const FlowModule *, LocId>> Found;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_ANALYSIS_H
