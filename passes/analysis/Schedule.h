//===- Schedule.h - What is summarised when, on which thread ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The components of Program::summaryOrder(), each after those that it leads to.
// With one thread they come in their order.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SCHEDULE_H
#define SPINGUARD_ANALYSIS_SCHEDULE_H

#include "analysis/Program.h"
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

namespace spinguard {

class Schedule {
public:
  /// Runs what it is given, on the thread that it is called on.
  using Wrapper = std::function<void(llvm::function_ref<void()>)>;

  /// \p Stop may be null: see CheckOptions.
  Schedule(const Program &P, unsigned Jobs, const std::atomic<bool> *Stop);

  /// Calls \p Do for each component. What runs on a thread of its own is given
  /// to \p OnThread, unless that is empty. \returns false if it was stopped.
  bool run(llvm::function_ref<void(unsigned Component)> Do,
           const Wrapper &OnThread);

  /// The component is summarised. To be called by what run() calls.
  void finish(unsigned Component);

  /// Waits until a component is summarised that comes before \p Before in the
  /// order, which is the caller's. (Others that do are summarised meanwhile, on
  /// this thread.) \returns false if that will not be, as all was stopped.
  bool await(unsigned Component, unsigned Before);

private:
  void work();
  bool doNext(std::unique_lock<std::mutex> &Guard, unsigned Before);
  bool isStopped();

  const Program &P;
  unsigned Jobs;
  const std::atomic<bool> *Stop;
  llvm::function_ref<void(unsigned)> Do;

  std::mutex Lock;
  std::condition_variable Changed;
  /// By component: how many it waits for yet, and those that wait for it.
  std::vector<unsigned> NumAwaited;
  std::vector<std::vector<unsigned>> Waiting;
  std::vector<bool> IsDone;
  /// The first ones come first: what they need is let go soonest.
  std::set<unsigned> Ready;
  size_t NumTaken = 0;
  bool Stopped = false;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SCHEDULE_H
