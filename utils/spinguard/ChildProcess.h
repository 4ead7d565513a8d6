//===- ChildProcess.h - Programs that are run, and Ctrl-C -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs programs in folders of their own, several at once, and ends them where
// the user has had enough.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_CHILDPROCESS_H
#define SPINGUARD_UTILS_CHILDPROCESS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <functional>
#include <string>
#include <vector>

namespace spinguard {

/// How a program ended.
struct ProcessResult {
  int Status = -1;     ///< Its exit status; negative: it did not end by itself.
  std::string Problem; ///< Why not: no such program, a signal.
};

/// Runs \p Program with \p Args in \p Directory. Its standard streams are
/// files; "" is the null device. Without effect once endChildren() was called.
ProcessResult runProcess(llvm::StringRef Program,
                         llvm::ArrayRef<std::string> Args,
                         llvm::StringRef Directory, llvm::StringRef Stdout,
                         llvm::StringRef Stderr);

/// Ends all programs that run, and lets no other begin.
void endChildren();

/// Calls \p Handler, on a thread of its own, for each SIGINT, SIGTERM and
/// SIGHUP from now on, with the signal and its count (1, 2, …).
void onInterrupt(std::function<void(int Signal, unsigned Count)> Handler);

} // namespace spinguard

#endif // SPINGUARD_UTILS_CHILDPROCESS_H
