//===- Progress.h - What is going on, on a terminal -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One line at the foot of standard error, where that is a terminal: what is
// being done, how many units are done, what was found so far, the time left.
// Elsewhere (a file, a pipe, continuous integration), not a byte.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_PROGRESS_H
#define SPINGUARD_UTILS_PROGRESS_H

#include "llvm/ADT/Twine.h"
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace spinguard {

/// The functions may be called by several threads at once.
class Progress {
public:
  /// Shows nothing if \p Quiet, or where nobody would look at it.
  explicit Progress(bool Quiet);
  ~Progress() { finish(); }

  /// Begins a phase, "compiling", of \p Total units (0: nobody knows).
  void begin(llvm::StringRef Phase, size_t Total);

  /// One more unit of the phase is done.
  void unitDone();

  /// So much of the phase is done, with so many findings by now.
  void set(size_t Done, size_t Total, size_t Findings);

  /// Takes the line away; what is printed next to standard error begins at its
  /// left. A later begin() shows it again.
  void finish();

  /// What the line says after \p Seconds of a phase: for tests.
  static std::string line(llvm::StringRef Phase, size_t Done, size_t Total,
                          std::optional<size_t> Findings, double Seconds);

private:
  void show();

  using Clock = std::chrono::steady_clock;
  std::mutex Mutex;
  std::condition_variable Changed;
  std::thread Ticker; ///< Time goes on where no unit ends.
  bool Enabled, Running = false;
  std::string Phase;
  size_t Done = 0, Total = 0;
  std::optional<size_t> Findings;
  Clock::time_point Begin, Shown;
};

} // namespace spinguard

#endif // SPINGUARD_UTILS_PROGRESS_H
