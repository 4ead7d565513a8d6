//===- SummaryWorker.h - One thread's part of the analysis ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Summarises the functions of one component, and evaluates its entry points.
// What it sees of others does not depend on which of them are done: of the
// components before its own, the summaries that they made (it waits for them);
// of all else, what it would have made itself.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SUMMARYWORKER_H
#define SPINGUARD_ANALYSIS_SUMMARYWORKER_H

#include "analysis/Analysis.h"
#include "analysis/FunctionMemo.h"
#include "analysis/Schedule.h"
#include "analysis/SummaryTable.h"
#include <deque>

namespace spinguard {

/// Built when it is wanted, and kept while somebody has it.
class FunctionInfos {
public:
  explicit FunctionInfos(const Program &P)
      : P(P), Known(P.functions().size()) {}
  std::shared_ptr<const FunctionInfo> of(FunctionId F);

private:
  const Program &P;
  std::mutex Lock;
  std::vector<std::weak_ptr<const FunctionInfo>> Known;
};

/// What simulations found, besides summaries.
struct Discoveries {
  std::map<FunctionId, std::set<ValueId>> Reached;
  std::set<ModuleLoc> Ended;
  /// With the component that found them: of several, the last one counts.
  std::map<FunctionId, std::pair<unsigned, HeldRegions>> Regions;
  RunStatistics::RunCounts Runs;

  void add(Discoveries &&O);
};

/// What all workers share.
struct SharedAnalysis {
  SharedAnalysis(const Program &P, unsigned Budget)
      : P(P), Budget(Budget), Infos(P), Table(P) {}

  bool isAnalysed(FunctionId F) const;
  /// Its component summarises it, for any caller.
  bool isOfComponent(FunctionId F) const {
    return P.functions()[F].ReachesLockEvent && isAnalysed(F);
  }

  const Program &P;
  const unsigned Budget;
  bool NotesContracts = false;
  FunctionInfos Infos;
  SummaryTable Table;
  /// What callers may hold. Without it, summaries tell all.
  std::shared_ptr<const HeldContext> Context;
  std::unique_ptr<FunctionMemo> Memo; ///< May be null.
  std::unique_ptr<Schedule> Order;    ///< Null before run().

  std::mutex Lock; ///< Of what follows.
  Discoveries Found;
};

class SummaryWorker {
public:
  /// For the component at \p Component in Program::summaryOrder(); the end of
  /// that for one that sees all.
  SummaryWorker(SharedAnalysis &A, unsigned Component)
      : A(A), P(A.P), Component(Component), Visible(Component) {}
  ~SummaryWorker();

  void summarise();
  /// After summarise(), when others may see what it made.
  EntryResult evaluate(FunctionId F, const Role *R);
  /// Gives back what it used, and hands over what it found.
  void finish();

  /// Null if the body of \p F is not analysed. It lasts until finish().
  const Summary *summaryOf(FunctionId F, const Binding &B);

private:
  /// A summary that this worker knows.
  struct Known {
    const Summary *S = nullptr;
    std::unique_ptr<Summary> Own; ///< Null: it is in the table.
    Footing On;
    /// If it is the last guess at what is simulated: the frame of that.
    size_t Frame = ~size_t(0);
    std::set<FunctionId> Asked; ///< See Frame.
    bool IsOnGuess = false;     ///< See OnGuesses.
  };
  /// A function that is simulated.
  struct Frame {
    const SummaryKey *Key = nullptr; ///< Null: nobody asks for it.
    Footing On;
    /// Of the members of the component, those whose summaries it rests on.
    std::set<FunctionId> Asked;
    RunStatistics::RunCounts Runs;
    HeldRegions Regions;
    bool HasRegions = false;
  };

  // SummaryWorker.cpp
  Binding usedOf(FunctionId F, const Binding &Wanted) const;
  bool suits(const SummaryKey &Key, const Footing &On) const;
  const Summary *note(const SummaryKey &Key, const Known &K);
  const Known *findShared(const SummaryKey &Key);
  const Summary *firstGuess(const SummaryKey &Key, size_t Frame);
  const Summary *make(const SummaryKey &Key);
  std::unique_ptr<Summary> settle(const SummaryKey &Key);
  Frame endFrame(bool IsKept);
  void summariseRecursion(const std::vector<FunctionId> &Scc);
  llvm::StringRef recursionOf(FunctionId F) const;
  void release(bool Keep);
  bool isOfComponent(const SummaryKey &Key) const {
    return Key.second.empty() && A.isOfComponent(Key.first);
  }
  unsigned componentOf(const SummaryKey &Key) const {
    return P.functions()[Key.first].Order;
  }

  // SummaryRuns.cpp
  Summary simulate(FunctionId F, const Binding &B);
  Simulated simulateAnew(FunctionId F, const Binding &B);
  Summary simulateLevels(FunctionId F, const Binding &B,
                         SimulationOptions Common, Simulated &Out);
  Summary simulateLess(FunctionId F, const Binding &B, const Simulation &First,
                       const SimulationOptions &Common, Simulated &Out);
  Summary partitioned(FunctionId F, const Binding &B,
                      const std::set<size_t> &Shapes,
                      const SimulationOptions &Common, Simulated &Out);
  void leaveInfeasible(const Simulation &Sim, Summary &S, Simulated &Out);
  RunStatistics::RunCounts &runs() { return Frames.back().Runs; }
  const FunctionInfo &infoOf(FunctionId F);

  SharedAnalysis &A;
  const Program &P;
  const unsigned Component;
  /// Those of components before this one are seen.
  unsigned Visible;
  std::map<SummaryKey, Known> Summaries;
  /// By depth, those in which a call was too deep.
  std::map<std::pair<SummaryKey, unsigned>, Known> CutOff;
  std::vector<SummaryTable::Entry *> Pinned;
  std::deque<Frame> Frames; ///< (Whose counts are referred to.)
  /// What was made on top of a guess at what is being simulated, in that order.
  std::vector<SummaryKey> OnGuesses;
  /// Of what was simulated: a recursion does that again and again.
  std::map<FunctionId, std::shared_ptr<const FunctionInfo>> Infos;
  unsigned Depth = 0;
  FunctionMemo::Notes Notes;
  Discoveries Found;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SUMMARYWORKER_H
