//===- Hooks.cpp - Declarations of the runtime's hooks --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The list of hooks with their signatures is RuntimeABI.h's; this file only
// expands it. No hook unwinds. Nothing is said of the memory that one touches:
// no access of the program may move across it.
//
//===----------------------------------------------------------------------===//

#include "instrument/Hooks.h"
#include "llvm/IR/Module.h"

using namespace llvm;
using namespace spinguard;

namespace {

enum class Heat { HOT, COLD };

struct HookTypes {
  explicit HookTypes(LLVMContext &C)
      : VOID(Type::getVoidTy(C)), I32(Type::getInt32Ty(C)),
        I64(Type::getInt64Ty(C)), PTR(PointerType::getUnqual(C)), SITE(PTR),
        ROLE(PTR), MODULE(PTR) {}
  Type *VOID, *I32, *I64, *PTR, *SITE, *ROLE, *MODULE;
};

} // namespace

FunctionCallee Hooks::get(Hook H) {
  FunctionCallee &Callee = Declared[size_t(H)];
  if (Callee)
    return Callee;
  LLVMContext &C = M.getContext();
  HookTypes Types(C);
  StringRef Name;
  Type *Result = nullptr;
  SmallVector<Type *, 4> Params;
  Heat Attr = Heat::HOT;
  switch (H) {
#define SPINGUARD_UNPAREN(...) __VA_ARGS__
#define SPINGUARD_HOOK_TYPE(Token) Types.Token
#define SPINGUARD_HOOK_CASE(HookName, ResultType, ParamTypes, Attribute)       \
  case Hook::HookName:                                                         \
    Name = "__spinguard_" #HookName;                                           \
    Result = ResultType;                                                       \
    Params = {SPINGUARD_UNPAREN ParamTypes};                                   \
    Attr = Heat::Attribute;                                                    \
    break;
    SPINGUARD_HOOKS(SPINGUARD_HOOK_CASE, SPINGUARD_HOOK_TYPE)
#undef SPINGUARD_HOOK_CASE
#undef SPINGUARD_HOOK_TYPE
#undef SPINGUARD_UNPAREN
  case Hook::Count:
    llvm_unreachable("no hook");
  }
  Callee = M.getOrInsertFunction(
      Name, FunctionType::get(Result, Params, /*isVarArg=*/false));
  if (auto *F = dyn_cast<Function>(Callee.getCallee())) {
    F->setDoesNotThrow();
    if (Attr == Heat::COLD)
      F->addFnAttr(Attribute::Cold);
  }
  return Callee;
}

CallInst *Hooks::call(IRBuilder<> &B, Hook H, ArrayRef<Value *> Args) {
  CallInst *Call = B.CreateCall(get(H), Args);
  Call->setDoesNotThrow();
  return Call;
}
