//===- Inline.h - The hot part of the hooks in place ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_INLINE_H
#define SPINGUARD_INSTRUMENT_INLINE_H

#include "llvm/ADT/SmallPtrSet.h"

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace spinguard {

/// Puts the hot part of the hooks where \p Functions of \p M call them, if
/// there is one for the module's target. Functions that are not optimised keep
/// their calls.
void inlineHooks(llvm::Module &M,
                 const llvm::SmallPtrSetImpl<llvm::Function *> &Functions);

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_INLINE_H
