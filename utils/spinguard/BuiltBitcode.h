//===- BuiltBitcode.h - Bitcode that a build left behind --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the bitcode of a unit among what its build made: the object itself
// (-flto, -emit-llvm), a section of it (-fembed-bitcode, -ffat-lto-objects), or
// a file beside it (-save-temps). What a file is, its content says.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_BUILTBITCODE_H
#define SPINGUARD_UTILS_BUILTBITCODE_H

#include "CompilerFlags.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

namespace spinguard {

/// The bitcode of the unit, no older than its source, that this LLVM reads;
/// null where there is none. With \p NeedsDebugInfo, one that has no debug
/// information is none. (To be called where a crash is survived.)
std::unique_ptr<llvm::MemoryBuffer>
findBuiltBitcode(const BitcodeCommand &Command, llvm::StringRef Directory,
                 bool NeedsDebugInfo);

} // namespace spinguard

#endif // SPINGUARD_UTILS_BUILTBITCODE_H
