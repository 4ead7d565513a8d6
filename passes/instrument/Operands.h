//===- Operands.h - A model's operands as IR values -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_OPERANDS_H
#define SPINGUARD_INSTRUMENT_OPERANDS_H

#include "instrument/Records.h"

namespace spinguard {

/// Computes operands of one call where a builder stands.
class Operands {
public:
  Operands(const llvm::CallBase &Call, Records &R) : Call(Call), R(R) {}

  /// Whether the call has the arguments that \p O names.
  bool has(const Operand &O) const;
  /// \p O as an address: a lock, or a handle.
  llvm::Value *address(llvm::IRBuilder<> &B, const Operand &O) const;
  /// \p O as an integer of 64 bits; \p Result is what the call returned.
  llvm::Value *integer(llvm::IRBuilder<> &B, const Operand &O,
                       llvm::Value *Result) const;
  /// Whether a condition holds.
  llvm::Value *test(llvm::IRBuilder<> &B, const ArgCondition &C) const;

private:
  llvm::Value *argument(llvm::IRBuilder<> &B, const Operand &O) const;

  const llvm::CallBase &Call;
  Records &R;
};

/// Whether \p Result tells success, as an i1.
llvm::Value *succeeded(llvm::IRBuilder<> &B, Success S, llvm::Value *Result);

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_OPERANDS_H
