//===- LockCalls.h - The calls of a module that models know -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where a module takes and gives up locks, initialises them and blocks, and
// which arguments say so. What a call does is what its model row says; a
// function of one block around one such call (spin_lock() of Linux, a driver's
// own helpers) does what that call does, and stands for it.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_MUTATE_LOCKCALLS_H
#define SPINGUARD_MUTATE_LOCKCALLS_H

#include "model/Model.h"
#include "report/Report.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>
#include <vector>

namespace llvm {
class CallBase;
class Module;
class Value;
} // namespace llvm

namespace spinguard {

/// What a call does, and which of its arguments (from 0) it does it to.
struct CallEffect {
  const Api *Row = nullptr;
  std::optional<unsigned> Lock, Handle, Saved, Restore;
  bool SavesResult = false; ///< What is restored later is the call's result.
};

struct LockCall {
  llvm::CallBase *Call = nullptr;
  CallEffect E;
  std::string Callee;   ///< As the model or the user names it.
  std::string LockText; ///< The lock by its source name; "" if it has none.
  std::string Function; ///< Source name of the function that it is in.
  SourceLoc Loc;

  Effect effect() const { return E.Row->E; }
  /// The value of an argument that \p N names.
  llvm::Value *argument(std::optional<unsigned> N) const;
};

/// The calls in a module, in its order.
struct LockCalls {
  std::vector<LockCall> Calls;
  /// Calls of functions with a body that come to block, but for how.
  std::vector<LockCall> Blocking;
  const ModelSet *Models = nullptr;

  /// What \p Call does, or null.
  const LockCall *find(const llvm::CallBase *Call) const;
};

/// \p M is left as it is.
LockCalls findLockCalls(llvm::Module &M, const ModelSet &Models);

/// Whether \p Release gives up what \p Acquire took, by the expressions that
/// name the lock (or the handle).
bool belongsTo(const LockCall &Release, const LockCall &Acquire);

/// The calls that may follow \p Acquire before the lock is given up, as the
/// control flow of its function has it; \p Acquire itself is not among them.
llvm::SmallVector<const LockCall *, 8> callsInSection(const LockCalls &All,
                                                      const LockCall &Acquire);

} // namespace spinguard

#endif // SPINGUARD_MUTATE_LOCKCALLS_H
