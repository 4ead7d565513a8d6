//===- Schedule.cpp - What is summarised when, on which thread ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Schedule.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/thread.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

/// Simulations nest, and so do the components that are summarised while others
/// are awaited.
static constexpr unsigned StackSize = 256u << 20;

Schedule::Schedule(const Program &P, unsigned Jobs,
                   const std::atomic<bool> *Stop)
    : P(P), Jobs(Jobs), Stop(Stop) {}

bool Schedule::isStopped() {
  Stopped |= Stop && *Stop;
  return Stopped;
}

bool Schedule::run(function_ref<void(unsigned)> What, const Wrapper &OnThread) {
  unsigned N = unsigned(P.summaryOrder().size());
  unsigned Threads = std::min(Jobs ? Jobs : 1, N);
  if (Threads <= 1) {
    for (unsigned C = 0; C < N && !isStopped(); ++C)
      What(C);
    return !Stopped;
  }
  Do = What;
  NumAwaited.assign(N, 0);
  Waiting.resize(N);
  IsDone.assign(N, false);
  for (unsigned C = 0; C < N; ++C) {
    std::set<unsigned> Before;
    for (FunctionId F : P.summaryOrder()[C])
      for (FunctionId Callee : P.functions()[F].Followed)
        Before.insert(P.functions()[Callee].Order);
    Before.erase(C);
    for (unsigned B : Before)
      Waiting[B].push_back(C);
    NumAwaited[C] = unsigned(Before.size());
    if (Before.empty())
      Ready.insert(C);
  }
  std::vector<llvm::thread> Others;
  for (unsigned I = 1; I < Threads; ++I)
    Others.emplace_back(std::optional<unsigned>(StackSize), [&] {
      if (OnThread)
        OnThread([this] { work(); });
      else
        work();
    });
  work();
  for (llvm::thread &T : Others)
    T.join();
  return !Stopped;
}

void Schedule::work() {
  std::unique_lock<std::mutex> Guard(Lock);
  while (NumTaken < IsDone.size() && !isStopped())
    if (!doNext(Guard, unsigned(IsDone.size())))
      Changed.wait(Guard);
  Changed.notify_all();
}

/// The first that is ready, if it comes before \p Before.
bool Schedule::doNext(std::unique_lock<std::mutex> &Guard, unsigned Before) {
  if (Ready.empty() || *Ready.begin() >= Before)
    return false;
  unsigned C = *Ready.begin();
  Ready.erase(Ready.begin());
  ++NumTaken;
  Guard.unlock();
  Do(C);
  Guard.lock();
  return true;
}

void Schedule::finish(unsigned Component) {
  if (IsDone.empty())
    return;
  std::lock_guard<std::mutex> Guard(Lock);
  IsDone[Component] = true;
  for (unsigned C : Waiting[Component])
    if (--NumAwaited[C] == 0)
      Ready.insert(C);
  Waiting[Component] = {};
  Changed.notify_all();
}

bool Schedule::await(unsigned Component, unsigned Before) {
  if (IsDone.empty()) // One thread: all that comes before is done.
    return true;
  // The first that is not done waits for nothing: either it is ready, or
  // somebody is at it.
  std::unique_lock<std::mutex> Guard(Lock);
  while (!IsDone[Component] && !isStopped())
    if (!doNext(Guard, Before))
      Changed.wait(Guard);
  return IsDone[Component];
}
