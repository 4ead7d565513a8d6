//===- Check.h - From modules to a report -----------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one entry into the analysis that the plugin and the command line share.
// A module is lowered to flow IR (after which it may be freed), all flow
// modules together are one program, the program is analysed and judged.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_CHECK_H
#define SPINGUARD_ANALYSIS_CHECK_H

#include "ir/Flow.h"
#include "model/Model.h"
#include "report/Report.h"
#include "rules/Rules.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace llvm {
class Module;
class raw_ostream;
} // namespace llvm

namespace spinguard {

struct CheckOptions {
  std::shared_ptr<const ModelSet> Models; ///< Never null.
  std::vector<RoleAssignment> Roles;      ///< From role files.
  RuleSelection Rules;
  unsigned Jobs = 1; ///< Threads; the report does not depend on it.
  /// Simulation steps a function may take before the analysis gives up on it.
  unsigned Budget = 200000;
  /// Limit on the time that a lock is held, in microseconds; otherwise what
  /// the model says of its kind.
  std::optional<unsigned> HoldUs;
  /// The clock rate that the estimates of hold times go by.
  unsigned ClockMHz = 2000;
  /// Findings of less confidence are counted, not told.
  Confidence Least = Confidence::Medium;
  /// Told how many of how many steps are done, and how many things were found
  /// to go wrong so far, as far as that can be told before rules are applied.
  std::function<void(size_t Done, size_t Total, size_t Found)> OnProgress;
  /// If not null: where it is set, the analysis ends early. What is reported
  /// is right, and not all.
  const std::atomic<bool> *Stop = nullptr;
  /// If not empty: what the analysis runs on a thread of its own is given to
  /// it, there, and all ends with the first that does not come back.
  std::function<void(llvm::function_ref<void()>)> OnThread;
  bool Statistics = false; ///< The report tells what the run took.
};

/// Lowers \p M to flow IR. \p M is brought into SSA form first and is not fit
/// for code generation afterwards: pass a clone of what must survive.
std::unique_ptr<FlowModule> lowerModule(llvm::Module &M,
                                        const ModelSet &Models);

struct KeptAnalysis;

/// Analyses the modules as one program and applies the selected rules.
/// \p Kept, which may be null, has what an earlier run found; the report does
/// not depend on it.
Report checkProgram(llvm::ArrayRef<const FlowModule *> Modules,
                    const CheckOptions &Opts, KeptAnalysis *Kept = nullptr);

/// `print<spinguard>`: the lock state before each lock event and at each exit.
void printLockStates(llvm::raw_ostream &OS,
                     llvm::ArrayRef<const FlowModule *> Modules,
                     const CheckOptions &Opts);

/// `print<spinguard-summaries>`: the summary of each analysed function.
void printSummaries(llvm::raw_ostream &OS,
                    llvm::ArrayRef<const FlowModule *> Modules,
                    const CheckOptions &Opts);

/// `print<spinguard-hold>`: the held sections of each function, those of locks
/// that may sleep too, and how long they are held by estimate.
void printHoldTimes(llvm::raw_ostream &OS,
                    llvm::ArrayRef<const FlowModule *> Modules,
                    const CheckOptions &Opts);

/// `print<spinguard-contracts>`: what each function expects of its callers'
/// locks and does to them, with the evidence.
void printContracts(llvm::raw_ostream &OS,
                    llvm::ArrayRef<const FlowModule *> Modules,
                    const CheckOptions &Opts);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_CHECK_H
