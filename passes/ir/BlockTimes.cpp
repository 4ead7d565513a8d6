//===- BlockTimes.cpp - Costs of blocks and bounds of loops ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/BlockTimes.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
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

namespace {

/// Tells bounds of loops that somebody stated, as a number, a mask or a guard,
/// from those that are but the range of a counter's type.
class StatedBounds {
public:
  StatedBounds(ScalarEvolution &SE, const DominatorTree &DT) : SE(SE), DT(DT) {}

  /// The most rounds of the loop, or 0. Scalar evolution does not see that
  /// `N && more()` ends it where N is 0, if both come together in one branch.
  unsigned mostTrips(const Loop &L) {
    unsigned Most = SE.getSmallConstantMaxTripCount(&L);
    for (const SCEV *Count : joinedExits(L)) {
      uint64_t Trips = SE.getUnsignedRangeMax(Count).getLimitedValue();
      if (Trips < std::numeric_limits<unsigned>::max() &&
          (!Most || Trips < Most))
        Most = unsigned(Trips + 1);
    }
    return Most;
  }

  /// \p Trips: of mostTrips; made less if a guard of the loop says so.
  bool isStated(const Loop &L, unsigned &Trips) {
    if (Trips <= Few)
      return true;
    bool Stated = false;
    Steps = 0;
    for (const SCEV *Count : joinedExits(L))
      Stated |= isStated(Count, 0);
    SmallVector<BasicBlock *, 8> Exiting;
    L.getExitingBlocks(Exiting);
    for (BasicBlock *BB : Exiting) {
      const SCEV *Count = SE.getExitCount(&L, BB);
      if (!isa<SCEVCouldNotCompute>(Count)) {
        Count = SE.applyLoopGuards(Count, &L);
        uint64_t Most = SE.getUnsignedRangeMax(Count).getLimitedValue();
        if (Most < Trips)
          Trips = unsigned(Most + 1);
        Stated |= isStated(Count, 0);
      } else if (const auto *Branch = dyn_cast<BranchInst>(BB->getTerminator());
                 Branch && Branch->isConditional()) {
        Stated |= endsByStated(L, Branch->getCondition(), 0);
      }
    }
    return Stated || Trips <= Few;
  }

private:
  /// No type that is counted in has so small a range.
  static constexpr unsigned Few = 64, MaxDepth = 8, MaxSteps = 256;

  /// How often the loop comes round before a branch in it joins those that
  /// leave it, with a constant for the condition of the block where they meet.
  SmallVector<const SCEV *, 2> joinedExits(const Loop &L) {
    SmallVector<const SCEV *, 2> Counts;
    SmallVector<BasicBlock *, 8> Exiting;
    L.getExitingBlocks(Exiting);
    for (BasicBlock *BB : Exiting) {
      const auto *Exit = dyn_cast<BranchInst>(BB->getTerminator());
      const auto *Joined = Exit && Exit->isConditional()
                               ? dyn_cast<PHINode>(Exit->getCondition())
                               : nullptr;
      if (!Joined || Joined->getParent() != BB || !L.getLoopLatch())
        continue;
      for (unsigned I = 0; I < Joined->getNumIncomingValues(); ++I) {
        const auto *Known = dyn_cast<ConstantInt>(Joined->getIncomingValue(I));
        BasicBlock *From = Joined->getIncomingBlock(I);
        const auto *Branch = dyn_cast<BranchInst>(From->getTerminator());
        if (!Known || L.contains(Exit->getSuccessor(Known->isOne() ? 0 : 1)) ||
            !L.contains(From) || !Branch || !Branch->isConditional() ||
            Branch->getSuccessor(0) == Branch->getSuccessor(1) ||
            !DT.dominates(From, L.getLoopLatch()))
          continue;
        const SCEV *Count =
            SE.computeExitLimitFromCond(&L, Branch->getCondition(),
                                        Branch->getSuccessor(0) == BB,
                                        /*ControlsOnlyExit=*/false)
                .ConstantMaxNotTaken;
        if (!isa<SCEVCouldNotCompute>(Count))
          Counts.push_back(Count);
      }
    }
    return Counts;
  }

  /// A condition that compares a counter of the loop with something stated.
  bool endsByStated(const Loop &L, const Value *Cond, unsigned Depth) {
    if (Depth > MaxDepth)
      return false;
    const auto *I = dyn_cast<Instruction>(Cond);
    if (!I)
      return false;
    if (I->getOpcode() == Instruction::And ||
        I->getOpcode() == Instruction::Or ||
        I->getOpcode() == Instruction::Select)
      return any_of(I->operands(), [&](const Use &U) {
        return endsByStated(L, U, Depth + 1);
      });
    const auto *Compare = dyn_cast<ICmpInst>(I);
    if (!Compare || !SE.isSCEVable(Compare->getOperand(0)->getType()))
      return false;
    const SCEV *A = SE.getSCEV(Compare->getOperand(0));
    const SCEV *B = SE.getSCEV(Compare->getOperand(1));
    auto Counts = [&](const SCEV *S) {
      const auto *Counter = dyn_cast<SCEVAddRecExpr>(S);
      return Counter && Counter->getLoop() == &L;
    };
    return (Counts(A) || Counts(B)) && isStated(A, 0) && isStated(B, 0);
  }

  bool isStated(const SCEV *S, unsigned Depth) {
    if (Depth > MaxDepth || ++Steps > MaxSteps)
      return false;
    unsigned Bits = SE.getUnsignedRangeMax(S).getActiveBits();
    if (isa<SCEVConstant>(S) || Bits <= Log2_32(Few))
      return true;
    auto Stated = [&](const SCEV *X) { return isStated(X, Depth + 1); };
    if (const auto *Cast = dyn_cast<SCEVCastExpr>(S))
      return Stated(Cast->getOperand()) ||
             (isa<SCEVTruncateExpr>(S) && !isPowerOf2_32(Bits)); // A mask.
    if (const auto *Divided = dyn_cast<SCEVUDivExpr>(S))
      return Stated(Divided->getLHS());
    if (isa<SCEVUMinExpr, SCEVSMinExpr, SCEVSequentialUMinExpr>(S))
      return any_of(cast<SCEVNAryExpr>(S)->operands(), Stated);
    // Of a counter of the loop itself: where it begins, and its step.
    if (const auto *Many = dyn_cast<SCEVNAryExpr>(S))
      return all_of(Many->operands(), Stated);
    const auto *Unknown = dyn_cast<SCEVUnknown>(S);
    const auto *I =
        Unknown ? dyn_cast<Instruction>(Unknown->getValue()) : nullptr;
    if (!I)
      return false;
    switch (I->getOpcode()) {
    case Instruction::And:
    case Instruction::URem:
    case Instruction::SRem:
      return isa<ConstantInt>(I->getOperand(1));
    case Instruction::Load:
      return I->hasMetadata(LLVMContext::MD_range);
    case Instruction::PHI:
    case Instruction::Select:
      return all_of(
          drop_begin(I->operands(), isa<SelectInst>(I)), [&](const Use &U) {
            return SE.isSCEVable(U->getType()) && Stated(SE.getSCEV(U));
          });
    default:
      return false;
    }
  }

  ScalarEvolution &SE;
  const DominatorTree &DT;
  unsigned Steps = 0; ///< For the loop at hand.
};

} // namespace

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
  StatedBounds Bounds(SE, DT);
  // A bound beyond this is none.
  constexpr unsigned MaxTrips = 1u << 24;
  for (const Loop *L : LI.getLoopsInPreorder()) {
    unsigned Trips = Bounds.mostTrips(*L);
    if (!Trips)
      continue;
    BlockTime &Header = Out[L->getHeader()];
    Header.TripsOfType = !Bounds.isStated(*L, Trips);
    if (Trips <= MaxTrips)
      Header.Trips = Trips;
    else
      Header.TripsOfType = false;
  }
  return Out;
}
