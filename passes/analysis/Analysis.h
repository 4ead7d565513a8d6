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
#include <mutex>
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

struct SharedAnalysis;
class SummaryWorker;

class Analysis {
public:
  /// \p Kept may be null.
  Analysis(const Program &P, unsigned Budget,
           unsigned ClockMHz = HoldTimes::DefaultClockMHz,
           KeptAnalysis *Kept = nullptr);
  ~Analysis();

  /// See CheckOptions.
  std::function<void(size_t Done, size_t Total, size_t Found)> OnProgress;
  const std::atomic<bool> *Stop = nullptr;
  unsigned Jobs = 1;
  std::function<void(llvm::function_ref<void()>)> OnThread;

  /// Call before run(): what contracts() needs is noted.
  void noteContracts();

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
  const Program &program() const { return P; }
  /// The function can matter to locks.
  bool isAnalysed(FunctionId F) const;

  /// Simulates \p F once more with an observer; for printers.
  void observe(FunctionId F,
               llvm::function_ref<void(Simulation &, LocId, llvm::StringRef,
                                       const State &)>
                   Fn);

private:
  void doComponent(unsigned Component);
  void evaluateAll(LockStateResult &R);
  llvm::SmallVector<const Role *, 2> entryRoles(FunctionId F) const;
  bool isRoot(FunctionId F) const;
  bool isSummarised(FunctionId Entry) const;
  void stepDone();
  void noteFound(const std::vector<Incident> &Incidents);
  // Leaks.cpp
  void inconsistentExits(FunctionId Root, EntryResult &E);
  FunctionId whoLeaks(FunctionId F, const ModuleLoc &At) const;
  void collectReach(FunctionId F, EntryResult &E);
  void collectSites(LockStateResult &R) const; // LockSites.cpp
  void collectGivenUp(GivenUp &G);             // GivenUp.cpp

  const Program &P;
  unsigned ClockMHz;
  KeptAnalysis *Kept;
  bool LetsGo = false;
  std::unique_ptr<SharedAnalysis> Shared;
  std::unique_ptr<SummaryWorker> Late; ///< After all others.
  std::set<FunctionId> LeaksTold;      ///< Callees reported in a root's place.
  /// Entry points whose component was summarised. (Under Shared's lock.)
  std::map<std::pair<FunctionId, const Role *>, EntryResult> Evaluated;

  std::mutex ProgressLock; ///< Of these.
  size_t NumDone = 0, NumSteps = 0;
  std::set<std::tuple<IncidentKind, const FlowModule *, LocId>> Found;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_ANALYSIS_H
