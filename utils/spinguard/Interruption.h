//===- Interruption.h - A check that is not let finish ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What Ctrl-C and its like do to a check. While units are read, Ctrl-C ends
// that, and those that are ready are analysed; during the analysis it ends
// that, and what is ready is reported. A second one, or SIGTERM, ends all.
// Whatever happens, the report that was asked for is written, and says that it
// is incomplete.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_INTERRUPTION_H
#define SPINGUARD_UTILS_INTERRUPTION_H

#include "Progress.h"
#include "report/Report.h"
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace spinguard {

/// Lives as long as the process: there is one.
class Interruption {
public:
  /// \p Write writes a report; it is called by another thread where this one
  /// cannot go on.
  Interruption(Progress &Shown, std::function<void(const Report &)> Write);

  /// Set when no other unit is to be read.
  const std::atomic<bool> &stop() const { return Stop; }
  /// Set when the analysis is to end early.
  const std::atomic<bool> &stopAnalysis() const { return StopAnalysis; }

  /// The units are read. \p NumUnread are not; \p R is the report, so far.
  /// Does not return where there is to be no analysis.
  void beginAnalysis(const Report &R, size_t NumUnread);

  /// To be called before the report is written: from here on nothing
  /// interrupts. Marks \p R where something did. \returns the exit status that
  /// says so, or 0.
  int finish(Report &R);

private:
  void onSignal(int Signal, unsigned Count);
  [[noreturn]] void leave(int Signal);
  void mark(Report &R) const;

  Progress &Shown;
  std::function<void(const Report &)> Write;
  std::atomic<bool> Stop{false}, StopAnalysis{false};
  std::atomic<int> FirstSignal{0};
  std::mutex Mutex; ///< Whoever writes the report keeps it.
  bool Analysing = false;
  size_t NumUnread = 0;
  Report Partial;
};

} // namespace spinguard

#endif // SPINGUARD_UTILS_INTERRUPTION_H
