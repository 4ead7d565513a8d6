//===- Scratch.h - A folder for files that live short -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_SCRATCH_H
#define SPINGUARD_UTILS_SCRATCH_H

#include "llvm/Support/Error.h"
#include <string>

namespace spinguard {

/// The folder, which is made at the first call. The error is a sentence.
llvm::Expected<std::string> scratchFolder();

/// Removes it, with all in it, if there is one. May be called at any time, by
/// any thread.
void removeScratchFolder();

} // namespace spinguard

#endif // SPINGUARD_UTILS_SCRATCH_H
