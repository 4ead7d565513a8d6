//===- ConstantArguments.cpp - What constants decide in a callee ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/ConstantArguments.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace spinguard;

namespace {

constexpr unsigned MaxDepth = 8;

uint64_t cut(uint64_t X, unsigned Width) {
  return Width && Width < 64 ? X & maskTrailingOnes<uint64_t>(Width) : X;
}

int64_t signedValue(uint64_t X, unsigned Width) {
  return Width && Width < 64 ? SignExtend64(X, Width) : int64_t(X);
}

std::optional<uint64_t> compute(BinaryOp Op, uint64_t A, uint64_t B,
                                unsigned Width) {
  bool Shifts =
      Op == BinaryOp::Shl || Op == BinaryOp::LShr || Op == BinaryOp::AShr;
  if (Shifts && B >= std::min(Width ? Width : 64, 64u))
    return std::nullopt;
  switch (Op) {
  case BinaryOp::Add:
    return A + B;
  case BinaryOp::Sub:
    return A - B;
  case BinaryOp::Mul:
    return A * B;
  case BinaryOp::And:
    return A & B;
  case BinaryOp::Or:
    return A | B;
  case BinaryOp::Xor:
    return A ^ B;
  case BinaryOp::Shl:
    return A << B;
  case BinaryOp::LShr:
    return A >> B;
  case BinaryOp::AShr:
    return uint64_t(signedValue(A, Width) >> B);
  }
  return std::nullopt;
}

bool compare(ComparePred Pred, uint64_t A, uint64_t B, unsigned Width) {
  int64_t SA = signedValue(A, Width), SB = signedValue(B, Width);
  switch (Pred) {
  case ComparePred::EQ:
    return A == B;
  case ComparePred::NE:
    return A != B;
  case ComparePred::ULT:
    return A < B;
  case ComparePred::ULE:
    return A <= B;
  case ComparePred::UGT:
    return A > B;
  case ComparePred::UGE:
    return A >= B;
  case ComparePred::SLT:
    return SA < SB;
  case ComparePred::SLE:
    return SA <= SB;
  case ComparePred::SGT:
    return SA > SB;
  case ComparePred::SGE:
    return SA >= SB;
  }
  return false;
}

/// The value, with no bits above its width.
std::optional<uint64_t> valueOf(const FlowFunction &F, ValueId V,
                                const ConstantArguments &Known,
                                unsigned Depth) {
  if (V == NoId || Depth > MaxDepth)
    return std::nullopt;
  const FlowValue &X = F.Values[V];
  auto Of = [&](ValueId O) { return valueOf(F, O, Known, Depth + 1); };
  std::optional<uint64_t> A, B, R;
  switch (X.Op) {
  case FlowOp::Const:
    R = uint64_t(X.Imm);
    break;
  case FlowOp::Param:
    if (auto It = Known.find(unsigned(X.Imm)); It != Known.end())
      R = It->second;
    break;
  case FlowOp::ZExt:
  case FlowOp::Trunc:
    R = Of(X.A);
    break;
  case FlowOp::SExt:
    if ((A = Of(X.A)))
      R = uint64_t(signedValue(*A, F.Values[X.A].Width));
    break;
  case FlowOp::Binary:
    if ((A = Of(X.A)) && (B = Of(X.B)))
      R = compute(BinaryOp(X.Imm), *A, *B, X.Width);
    break;
  case FlowOp::Compare:
    if ((A = Of(X.A)) && (B = Of(X.B)))
      R = compare(ComparePred(X.Imm), *A, *B, F.Values[X.A].Width);
    break;
  case FlowOp::Select:
    if ((A = Of(X.A)))
      R = Of(*A ? X.B : X.C);
    break;
  default:
    break;
  }
  if (R)
    R = cut(*R, X.Width);
  return R;
}

/// False if something else than parameters and constants plays a part.
bool collect(const FlowFunction &F, ValueId V, uint64_t &Params,
             unsigned Depth) {
  if (V == NoId || Depth > MaxDepth)
    return false;
  const FlowValue &X = F.Values[V];
  auto From = [&](ValueId O) { return collect(F, O, Params, Depth + 1); };
  switch (X.Op) {
  case FlowOp::Const:
    return true;
  case FlowOp::Param:
    if (X.Imm >= 64)
      return false;
    Params |= uint64_t(1) << X.Imm;
    return true;
  case FlowOp::ZExt:
  case FlowOp::SExt:
  case FlowOp::Trunc:
    return From(X.A);
  case FlowOp::Binary:
  case FlowOp::Compare:
    return From(X.A) && From(X.B);
  case FlowOp::Select:
    return From(X.A) && From(X.B) && From(X.C);
  default:
    return false;
  }
}

} // namespace

std::optional<uint64_t> spinguard::constantValue(const FlowFunction &F,
                                                 ValueId V,
                                                 const ConstantArguments &K) {
  return valueOf(F, V, K, 0);
}

void spinguard::addParamsOf(const FlowFunction &F, ValueId V,
                            uint64_t &Params) {
  uint64_t Found = 0;
  if (collect(F, V, Found, 0))
    Params |= Found;
}

uint64_t spinguard::paramsOfBranches(const FlowFunction &F) {
  uint64_t Params = 0;
  for (const FlowBlock &B : F.Blocks)
    if (B.Term == FlowTerm::Branch || B.Term == FlowTerm::Switch)
      addParamsOf(F, B.Cond, Params);
  return Params;
}

BlockId spinguard::onlySuccessor(const FlowFunction &F, BlockId B,
                                 const ConstantArguments &Known) {
  const FlowBlock &FB = F.Blocks[B];
  if ((FB.Term != FlowTerm::Branch && FB.Term != FlowTerm::Switch) ||
      Known.empty())
    return NoId;
  std::optional<uint64_t> Value = constantValue(F, FB.Cond, Known);
  if (!Value)
    return NoId;
  if (FB.Term == FlowTerm::Branch)
    return FB.Succs[*Value ? 0 : 1];
  unsigned Width = F.Values[FB.Cond].Width;
  for (size_t I = 0; I < FB.Cases.size(); ++I)
    if (cut(uint64_t(FB.Cases[I]), Width) == *Value)
      return FB.Succs[I + 1];
  return FB.Succs[0];
}
