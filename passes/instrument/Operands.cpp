//===- Operands.cpp - A model's operands as IR values ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Operands.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/Module.h"

using namespace llvm;
using namespace spinguard;

/// Any scalar as an integer of \p Ty.
static Value *toInteger(IRBuilder<> &B, Value *V, Type *Ty) {
  if (V->getType()->isPointerTy())
    return B.CreatePtrToInt(V, Ty);
  if (V->getType()->isIntegerTy())
    return B.CreateZExtOrTrunc(V, Ty);
  return ConstantInt::get(Ty, 0);
}

bool Operands::has(const Operand &O) const {
  switch (O.K) {
  case Operand::Arg:
  case Operand::Deref:
  case Operand::Handle:
    return O.ArgNo < Call.arg_size();
  case Operand::Token:
    return all_of(O.Sub, [&](const Operand &S) { return has(S); });
  case Operand::Return:
    return !Call.getType()->isVoidTy();
  default:
    return true;
  }
}

Value *Operands::argument(IRBuilder<> &B, const Operand &O) const {
  Value *A = Call.getArgOperand(O.ArgNo);
  if (!A->getType()->isPointerTy())
    A = B.CreateIntToPtr(toInteger(B, A, B.getInt64Ty()), B.getPtrTy());
  if (O.Offset == 0 || O.K == Operand::Handle)
    return A;
  return B.CreateGEP(B.getInt8Ty(), A, B.getInt64(O.Offset));
}

Value *Operands::address(IRBuilder<> &B, const Operand &O) const {
  switch (O.K) {
  case Operand::Arg:
  case Operand::Handle:
    return argument(B, O);
  case Operand::Deref:
    return B.CreateLoad(B.getPtrTy(), argument(B, O));
  case Operand::Global:
    return R.standIn(O.Name);
  case Operand::Token: {
    Value *Lock = R.standIn(O.Name);
    // One address for each pair of values, and none that memory has: factors
    // that spread over all bits.
    const uint64_t Factors[] = {0x9e3779b97f4a7c15u, 0xc2b2ae3d27d4eb4fu};
    for (size_t I = 0; I < O.Sub.size() && I < 2; ++I) {
      Value *Part =
          B.CreateMul(integer(B, O.Sub[I], nullptr), B.getInt64(Factors[I]));
      Lock = B.CreatePtrAdd(Lock, Part);
    }
    return Lock;
  }
  default:
    return ConstantPointerNull::get(B.getPtrTy());
  }
}

Value *Operands::integer(IRBuilder<> &B, const Operand &O,
                         Value *Result) const {
  switch (O.K) {
  case Operand::Return:
    return Result ? toInteger(B, Result, B.getInt64Ty()) : B.getInt64(0);
  case Operand::Arg: {
    Value *A = Call.getArgOperand(O.ArgNo);
    return toInteger(B, O.Offset ? argument(B, O) : A, B.getInt64Ty());
  }
  case Operand::Deref: {
    unsigned Bytes = O.Size;
    if (Bytes == 0)
      Bytes = Call.getModule()->getDataLayout().getPointerSize();
    Value *V =
        B.CreateAlignedLoad(B.getIntNTy(Bytes * 8), argument(B, O), Align(1));
    return toInteger(B, V, B.getInt64Ty());
  }
  case Operand::Const:
    return B.getInt64(O.Offset);
  default:
    return B.getInt64(0);
  }
}

Value *Operands::test(IRBuilder<> &B, const ArgCondition &C) const {
  Value *A = Call.getArgOperand(C.ArgNo);
  // A condition is about the low 32 bits (ArgCondition::holds).
  unsigned Bits = isInt<32>(C.Value) || isUInt<32>(C.Value) ? 32 : 64;
  Type *Ty = B.getIntNTy(Bits);
  Value *V = toInteger(B, A, Ty);
  Value *K = ConstantInt::get(Ty, APInt(64, C.Value).zextOrTrunc(Bits));
  Value *Zero = ConstantInt::get(Ty, 0);
  switch (C.O) {
  case ArgCondition::EQ:
    return B.CreateICmpEQ(V, K);
  case ArgCondition::NE:
    return B.CreateICmpNE(V, K);
  case ArgCondition::MaskSet:
    return B.CreateICmpNE(B.CreateAnd(V, K), Zero);
  case ArgCondition::MaskClear:
    return B.CreateICmpEQ(B.CreateAnd(V, K), Zero);
  }
  llvm_unreachable("all conditions are covered");
}

Value *spinguard::succeeded(IRBuilder<> &B, Success S, Value *Result) {
  if (!Result || !Result->getType()->isIntOrPtrTy())
    return B.getTrue();
  Value *Zero = Constant::getNullValue(Result->getType());
  switch (S) {
  case Success::NonZero:
    return B.CreateICmpNE(Result, Zero);
  case Success::Zero:
  case Success::ZeroOrError:
    return B.CreateICmpEQ(Result, Zero);
  case Success::NonNegative:
    if (Result->getType()->isIntegerTy())
      return B.CreateICmpSGE(Result, Zero);
    return B.getTrue();
  case Success::Always:
    return B.getTrue();
  }
  llvm_unreachable("all kinds of success are covered");
}
