//===- Statements.h - Lock functions that are no calls ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In optimised code a lock function may be an instruction: a kernel that is not
// preemptible unlocks with a store, all kernels mask interrupts with inline
// asm. Which function it was is known from where the instruction was inlined
// from, or from its text. What it does is for the models to say: a statement
// becomes a call of the name that they have a row for.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_STATEMENTS_H
#define SPINGUARD_IR_STATEMENTS_H

#include "model/Model.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class BasicBlock;
class CallBase;
class DILocation;
class Instruction;
class StoreInst;
class Value;
} // namespace llvm

namespace spinguard {

/// Whether an asm statement that writes memory may count there, as the release
/// of a reference does. One that changes a bit, or compares with a constant and
/// puts a constant in its place, does not.
bool mayCount(const llvm::CallBase &Asm);

/// An instruction that does what a modelled function does.
struct LockStatement {
  std::string Name; ///< Models have a row for it.
  llvm::SmallVector<const llvm::Value *, 4> Args;
  const llvm::DILocation *Loc = nullptr; ///< Where the function is called.
};

/// The statements of one function.
class LockStatements {
public:
  LockStatements(const ModelSet &Models, TargetSystem System)
      : Models(Models), System(System) {}

  /// Finds those of \p BB, in place of those of another block.
  void enterBlock(const llvm::BasicBlock &BB);
  /// What \p I stands for; null if it is what it looks like.
  const LockStatement *find(const llvm::Instruction &I) const;

private:
  bool fromInlined(const llvm::Instruction &I, LockStatement &S) const;
  bool fromAsm(const llvm::Instruction &I, LockStatement &S) const;
  bool fromStore(const llvm::StoreInst &Store, LockStatement &S) const;

  const ModelSet &Models;
  TargetSystem System;
  llvm::DenseMap<const llvm::Instruction *, LockStatement> Found;
};

} // namespace spinguard

#endif // SPINGUARD_IR_STATEMENTS_H
