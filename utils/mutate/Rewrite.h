//===- Rewrite.h - Small edits of IR ----------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What operators are made of. Each leaves the module valid.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_MUTATE_REWRITE_H
#define SPINGUARD_MUTATE_REWRITE_H

namespace llvm {
class BasicBlock;
class CallBase;
class DominatorTree;
class Instruction;
class Value;
} // namespace llvm

namespace spinguard {

/// Whether two values are one expression over the same variables, so that the
/// user would write the same for both. They may differ in when it is read.
bool isSameExpression(const llvm::Value *A, const llvm::Value *B);

/// \p V as it would be if its expression were written before \p At; null where
/// that cannot be (it is the result of a call that comes later).
llvm::Value *rebuildAt(llvm::Value *V, llvm::Instruction *At,
                       const llvm::DominatorTree &DT);
/// Whether rebuildAt() can.
bool canRebuildAt(const llvm::Value *V, const llvm::Instruction *At,
                  const llvm::DominatorTree &DT);

/// Takes a call out. What used its result uses zero.
void eraseCall(llvm::CallBase *Call);

/// Makes a call (whose result nobody uses) conditional: it is left out when
/// control comes to its block from \p From, or, if that is null, when a
/// variable that is not known is not 0.
void makeConditional(llvm::CallBase *Call, llvm::BasicBlock *From);

} // namespace spinguard

#endif // SPINGUARD_MUTATE_REWRITE_H
