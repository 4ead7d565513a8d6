//===- Rewrite.cpp - Small edits of IR ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Rewrite.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;
using namespace spinguard;

/// The variable whose value decides where nothing else does.
constexpr StringLiteral ChoiceName = "spinguard_mutant_choice";
/// Deeper expressions are not followed.
constexpr unsigned MaxDepth = 12;

/// A function that computes from its arguments and does nothing else, such as
/// spinlock_check() of Linux.
static bool isPlain(const Function *F) {
  if (!F || F->isDeclaration() || F->size() != 1)
    return false;
  return all_of(F->getEntryBlock(), [](const Instruction &I) {
    if (const auto *Store = dyn_cast<StoreInst>(&I))
      return isa<AllocaInst>(Store->getPointerOperand());
    const auto *Call = dyn_cast<CallBase>(&I);
    return !Call || isa<DbgInfoIntrinsic>(Call) ||
           Call->getIntrinsicID() == Intrinsic::lifetime_start ||
           Call->getIntrinsicID() == Intrinsic::lifetime_end;
  });
}

/// Part of an expression: what gives the same result for the same operands and
/// the same memory.
static bool isPart(const Instruction &I) {
  if (const auto *Call = dyn_cast<CallInst>(&I))
    return isPlain(Call->getCalledFunction());
  return isa<GetElementPtrInst, CastInst, LoadInst, BinaryOperator,
             ExtractValueInst>(I);
}

static bool isSame(const Value *A, const Value *B, unsigned Depth) {
  if (A == B)
    return true;
  const auto *X = dyn_cast<Instruction>(A);
  const auto *Y = dyn_cast<Instruction>(B);
  if (!X || !Y || Depth == 0 || !isPart(*X) || !X->isSameOperationAs(Y))
    return false;
  for (unsigned I = 0; I != X->getNumOperands(); ++I)
    if (!isSame(X->getOperand(I), Y->getOperand(I), Depth - 1))
      return false;
  return true;
}

bool spinguard::isSameExpression(const Value *A, const Value *B) {
  return isSame(A, B, MaxDepth);
}

static bool canRebuild(const Value *V, const Instruction *At,
                       const DominatorTree &DT, unsigned Depth) {
  const auto *I = dyn_cast<Instruction>(V);
  if (!I || (I != At && DT.dominates(I, At)))
    return true;
  if (Depth == 0 || !isPart(*I))
    return false;
  return all_of(I->operands(), [&](const Use &U) {
    return canRebuild(U.get(), At, DT, Depth - 1);
  });
}

bool spinguard::canRebuildAt(const Value *V, const Instruction *At,
                             const DominatorTree &DT) {
  return canRebuild(V, At, DT, MaxDepth);
}

Value *spinguard::rebuildAt(Value *V, Instruction *At,
                            const DominatorTree &DT) {
  auto *I = dyn_cast<Instruction>(V);
  if (!I || (I != At && DT.dominates(I, At)))
    return V;
  if (!canRebuildAt(V, At, DT))
    return nullptr;
  Instruction *Copy = I->clone();
  for (Use &U : Copy->operands())
    U.set(rebuildAt(U.get(), At, DT));
  Copy->insertBefore(At->getIterator());
  Copy->setDebugLoc(At->getDebugLoc());
  return Copy;
}

void spinguard::eraseCall(CallBase *Call) {
  if (auto *Invoke = dyn_cast<InvokeInst>(Call))
    Call = changeToCall(Invoke);
  if (!Call->getType()->isVoidTy())
    Call->replaceAllUsesWith(Constant::getNullValue(Call->getType()));
  Call->eraseFromParent();
}

void spinguard::makeConditional(CallBase *Call, BasicBlock *From) {
  BasicBlock *Head = Call->getParent();
  BasicBlock *Taken = SplitBlock(Head, Call);
  BasicBlock *Tail = SplitBlock(Taken, Call->getNextNode());
  if (From == Head) // A loop of one block.
    From = Tail;
  Instruction *End = Head->getTerminator();
  IRBuilder<> B(End);
  B.SetCurrentDebugLocation(Call->getDebugLoc());
  Value *LeaveOut;
  if (From) {
    IRBuilder<> Top(Head, Head->begin());
    PHINode *Phi = Top.CreatePHI(B.getInt1Ty(), pred_size(Head));
    for (BasicBlock *Pred : predecessors(Head))
      Phi->addIncoming(B.getInt1(Pred == From), Pred);
    LeaveOut = Phi;
  } else {
    Module &M = *Head->getModule();
    GlobalVariable *Choice = M.getNamedGlobal(ChoiceName);
    if (!Choice)
      Choice =
          new GlobalVariable(M, B.getInt32Ty(), /*isConstant=*/false,
                             GlobalValue::ExternalLinkage, nullptr, ChoiceName);
    Value *Now = B.CreateLoad(B.getInt32Ty(), Choice, /*isVolatile=*/true);
    LeaveOut = B.CreateICmpNE(Now, B.getInt32(0));
  }
  B.CreateCondBr(LeaveOut, Tail, Taken);
  End->eraseFromParent();
}
