//===- Operators.h - The ways in which a module is made wrong ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A mutation operator lists where it can be applied, and is applied to a clone
// of the module, one place a clone.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_MUTATE_OPERATORS_H
#define SPINGUARD_MUTATE_OPERATORS_H

#include "LockCalls.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

namespace spinguard {

/// A place where an operator can be applied.
struct Mutation {
  const LockCall *First = nullptr;  ///< The place, for people.
  const LockCall *Second = nullptr; ///< The other of two calls.
  llvm::BasicBlock *From = nullptr; ///< The way to First that is changed.
  std::string Inserted;             ///< A function that is called in addition.
  std::string Change;               ///< A sentence without its full stop.
};

struct MutationOperator {
  llvm::StringLiteral Name;
  llvm::StringLiteral Help;
  /// Lists the places in the order of the module.
  std::vector<Mutation> (*Find)(const LockCalls &All);
  /// \p Map leads from the module to its clone.
  void (*Apply)(const Mutation &M, llvm::ValueToValueMapTy &Map);
};

llvm::ArrayRef<MutationOperator> mutationOperators();

} // namespace spinguard

#endif // SPINGUARD_MUTATE_OPERATORS_H
