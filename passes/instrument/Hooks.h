//===- Hooks.h - Declarations of the runtime's hooks ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_HOOKS_H
#define SPINGUARD_INSTRUMENT_HOOKS_H

#include "spinguard/RuntimeABI.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/IRBuilder.h"
#include <array>

namespace spinguard {

/// The hooks by name: Hook::before_acquire.
enum class Hook : uint8_t {
#define SPINGUARD_HOOK_TOKEN(Token) 0
#define SPINGUARD_HOOK_ENUM(Name, Result, Params, Attribute) Name,
  SPINGUARD_HOOKS(SPINGUARD_HOOK_ENUM, SPINGUARD_HOOK_TOKEN) Count
#undef SPINGUARD_HOOK_ENUM
#undef SPINGUARD_HOOK_TOKEN
};

/// Declares in a module those hooks that are called.
class Hooks {
public:
  explicit Hooks(llvm::Module &M) : M(M) {}

  llvm::CallInst *call(llvm::IRBuilder<> &B, Hook H,
                       llvm::ArrayRef<llvm::Value *> Args);

private:
  llvm::FunctionCallee get(Hook H);

  llvm::Module &M;
  std::array<llvm::FunctionCallee, size_t(Hook::Count)> Declared;
};

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_HOOKS_H
