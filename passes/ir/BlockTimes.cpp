//===- BlockTimes.cpp - Costs of blocks and bounds of loops ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/BlockTimes.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;
using namespace spinguard;

/// Copies and fills: sixteen bytes a cycle, after a start.
static unsigned latencyOf(const MemIntrinsic &I) {
  constexpr uint64_t Start = 10, Most = 1u << 24, OfUnknownLength = 64;
  const auto *Length = dyn_cast<ConstantInt>(I.getLength());
  uint64_t Bytes = Length ? Length->getLimitedValue(Most) : OfUnknownLength;
  return unsigned(Start + Bytes / 16);
}

/// What the generic cost model of LLVM gives as latency (TargetTransformInfo
/// without a target): a load is four, division and the like are dear.
static unsigned latencyOf(const Instruction &I) {
  switch (I.getOpcode()) {
  case Instruction::PHI:
  case Instruction::BitCast:
  case Instruction::PtrToInt:
  case Instruction::IntToPtr:
  case Instruction::Alloca:
    return 0;
  case Instruction::Load:
    return 4;
  case Instruction::UDiv:
  case Instruction::SDiv:
  case Instruction::URem:
  case Instruction::SRem:
    return 20;
  case Instruction::AtomicRMW:
  case Instruction::AtomicCmpXchg:
    return 20;
  default:
    return 1;
  }
}

DenseMap<const BasicBlock *, BlockTime> spinguard::blockTimes(Function &F) {
  DenseMap<const BasicBlock *, BlockTime> Out;
  for (const BasicBlock &BB : F) {
    uint32_t Cost = 0;
    for (const Instruction &I : BB)
      if (const auto *Mem = dyn_cast<MemIntrinsic>(&I))
        Cost += latencyOf(*Mem);
      else if (!isa<CallBase>(I))
        Cost += latencyOf(I);
    Out[&BB].Cost = Cost;
  }
  DominatorTree DT(F);
  LoopInfo LI(DT);
  if (LI.empty())
    return Out;
  TargetLibraryInfoImpl Library(Triple(F.getParent()->getTargetTriple()));
  TargetLibraryInfo TLI(Library);
  AssumptionCache AC(F);
  ScalarEvolution SE(F, TLI, AC, DT, LI);
  // A bound beyond this is the range of the counter's type, not of the loop.
  constexpr unsigned MaxTrips = 1u << 24;
  for (const Loop *L : LI.getLoopsInPreorder()) {
    unsigned Trips = SE.getSmallConstantMaxTripCount(L);
    if (Trips <= MaxTrips)
      Out[L->getHeader()].Trips = Trips;
  }
  return Out;
}
