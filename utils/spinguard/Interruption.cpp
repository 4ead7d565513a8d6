//===- Interruption.cpp - A check that is not let finish ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interruption.h"
#include "ChildProcess.h"
#include "Scratch.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <unistd.h>

using namespace llvm;
using namespace spinguard;

Interruption::Interruption(Progress &Shown,
                           std::function<void(const Report &)> Write)
    : Shown(Shown), Write(std::move(Write)) {
  onInterrupt([this](int Signal, unsigned Count) { onSignal(Signal, Count); });
}

void Interruption::mark(Report &R) const {
  Report::Omission Row;
  if (NumUnread)
    Row.Reason = "interrupted before " + utostr(NumUnread) +
                 (NumUnread == 1 ? " unit was read" : " units were read");
  else if (Analysing)
    Row.Reason = "interrupted before the analysis was finished";
  else
    Row.Reason = "interrupted before all units were read";
  R.LeftOut.push_back(std::move(Row));
}

/// (The mutex is held, and stays so.)
void Interruption::leave(int Signal) {
  Shown.finish();
  removeScratchFolder();
  mark(Partial);
  Write(Partial);
  ::_exit(128 + Signal);
}

void Interruption::onSignal(int Signal, unsigned Count) {
  int None = 0;
  FirstSignal.compare_exchange_strong(None, Signal);
  Stop = true;
  endChildren();
  std::unique_lock<std::mutex> Lock(Mutex);
  if (Count == 1 && Signal == SIGINT && !Analysing) {
    Shown.finish();
    errs() << "spinguard: interrupted; what is ready is analysed (interrupt "
              "again to leave at once)\n";
    return;
  }
  if (Count == 1 && !Analysing)
    return;
  if (Count == 1 && Signal == SIGINT) {
    StopAnalysis = true;
    Shown.finish();
    errs() << "spinguard: interrupted; what is ready is reported (interrupt "
              "again to leave at once)\n";
    return;
  }
  Lock.release();
  leave(Signal);
}

void Interruption::beginAnalysis(const Report &R, size_t Unread) {
  std::unique_lock<std::mutex> Lock(Mutex);
  Partial = R;
  NumUnread = Unread;
  Analysing = true;
  int Signal = FirstSignal;
  if (Signal && (Signal != SIGINT || R.Inputs.empty())) {
    Lock.release();
    leave(Signal);
  }
}

int Interruption::finish(Report &R) {
  Mutex.lock();
  int Signal = FirstSignal;
  if (!Signal || !(NumUnread || StopAnalysis))
    return 0;
  mark(R);
  return 128 + Signal;
}
