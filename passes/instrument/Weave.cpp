//===- Weave.cpp - Hooks around calls -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call becomes
//
//   head:  skip = hook before the call
//          br skip, cont, do
//   do:    call
//          hooks after the call
//          br cont
//   cont:  result = phi of the call's and the one of a skipped call
//
// An invoke's hooks after the call are on its normal edge; on its unwinding
// edge an acquire has failed. Where several rows of a model may apply, each
// has its hooks under the condition that decides.
//
//===----------------------------------------------------------------------===//

#include "instrument/Weave.h"
#include "instrument/Operands.h"
#include "llvm/ADT/Statistic.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

#define DEBUG_TYPE "spinguard-instrument"

using namespace llvm;
using namespace spinguard;

STATISTIC(NumAcquires, "Number of acquires with hooks");
STATISTIC(NumTryAcquires, "Number of try-acquires with hooks");
STATISTIC(NumReleases, "Number of releases with hooks");
STATISTIC(NumLeafSections, "Number of leaf sections with the cheap hook");
STATISTIC(NumOthers, "Number of other calls with hooks");

DebugLoc spinguard::placeOf(const Instruction &I) {
  if (I.getDebugLoc())
    return I.getDebugLoc();
  // A call of what may be inlined needs a location in a function with one.
  if (DISubprogram *SP = I.getFunction()->getSubprogram())
    return DILocation::get(I.getContext(), 0, 0, SP);
  return DebugLoc();
}

namespace {

/// What KeAcquireSpinLock's kin return where they are skipped: the level that
/// the caller must be at, as it holds the lock.
constexpr uint64_t DispatchLevel = 2;

/// One row that may say what the call does.
struct Alternative {
  const Api *Row;
  Constant *Site;
  Value *Guard;  ///< The row applies; null: always.
  uint64_t Size; ///< PlannedEvent::Size
};

class CallWeaver {
public:
  CallWeaver(Loom &L, PlannedCall &P)
      : L(L), P(P), CB(P.Call), Ops(*P.Call, L.R), Place(placeOf(*P.Call)) {}

  void run();

private:
  using Emit = function_ref<void(IRBuilder<> &)>;
  void emitIf(Value *Guard, Instruction *At, Emit Fn);
  Value *valueIf(Value *Guard, Instruction *At,
                 function_ref<Value *(IRBuilder<> &)> Fn);
  Constant *siteOf(const PlannedEvent &E);
  void findAlternatives();
  void before(const Alternative &A);
  void after(const Alternative &A, Instruction *At);
  void afterEitherWay(const Alternative &A, Instruction *At);
  void onUnwind(BasicBlock *From);
  Value *before(const Alternative &A, IRBuilder<> &B);
  void noteHow(const Alternative &A, IRBuilder<> &B);
  Value *resultOfSkipped() const;
  bool isBracket(const Api &Row) const {
    return Row.E == Effect::Use || (Row.E == Effect::Call && Row.Holding);
  }
  const Operand &lockOf(const Api &Row) const {
    return Row.Holding ? Row.Holding : Row.Lock;
  }
  Value *lock(const Alternative &A, IRBuilder<> &B) const {
    return Ops.address(B, lockOf(*A.Row));
  }

  Loom &L;
  PlannedCall &P;
  CallBase *CB;
  Operands Ops;
  DebugLoc Place;
  std::vector<Alternative> Rows;
  Value *Skip = nullptr;   ///< The call is left out.
  std::vector<Use *> Uses; ///< The program's, of the result.
};

} // namespace

void CallWeaver::emitIf(Value *Guard, Instruction *At, Emit Fn) {
  if (Guard)
    At = SplitBlockAndInsertIfThen(Guard, At, /*Unreachable=*/false);
  IRBuilder<> B(At);
  B.SetCurrentDebugLocation(Place);
  Fn(B);
}

/// The same for what has a value; false where it is not evaluated.
Value *CallWeaver::valueIf(Value *Guard, Instruction *At,
                           function_ref<Value *(IRBuilder<> &)> Fn) {
  BasicBlock *Head = At->getParent();
  Value *V = nullptr;
  BasicBlock *End = nullptr;
  emitIf(Guard, At, [&](IRBuilder<> &B) {
    V = Fn(B);
    End = B.GetInsertBlock();
  });
  if (!Guard || !V)
    return V;
  PHINode *Phi = PHINode::Create(V->getType(), 2);
  Phi->insertBefore(At->getParent()->begin());
  Phi->addIncoming(V, End);
  Phi->addIncoming(Constant::getNullValue(V->getType()), Head);
  return Phi;
}

/// A leaf's release calls no hook that would name its site.
Constant *CallWeaver::siteOf(const PlannedEvent &E) {
  if (P.How == Treatment::Leaf && E.Row->E == Effect::Release)
    return nullptr;
  return L.R.site(P, E);
}

/// The rows with what decides between them. They exclude each other: a row is
/// for the calls that no row before it is for.
void CallWeaver::findAlternatives() {
  IRBuilder<> B(CB);
  B.SetCurrentDebugLocation(Place);
  Value *Open = nullptr;
  for (const PlannedEvent &E : P.Events) {
    Value *Fits = nullptr;
    for (const ArgCondition &T : E.Tests) {
      Value *Holds = Ops.test(B, T);
      Fits = Fits ? B.CreateAnd(Fits, Holds) : Holds;
    }
    Value *Guard = Open && Fits ? B.CreateAnd(Open, Fits) : Open ? Open : Fits;
    if (Fits) {
      Value *Not = B.CreateNot(Fits);
      Open = Open ? B.CreateAnd(Open, Not) : Not;
    }
    const Api &Row = *E.Row;
    if (hasHook(Row, L.Opts.Checks) && Ops.has(lockOf(Row)) &&
        Ops.has(Row.Saved) && Ops.has(Row.Handle) && Ops.has(Row.Restore) &&
        Ops.has(Row.Object))
      Rows.push_back({&Row, siteOf(E), Guard, E.Size});
  }
}

/// The hook before the call, and whether it says that the call is skipped.
Value *CallWeaver::before(const Alternative &A, IRBuilder<> &B) {
  const Api &Row = *A.Row;
  auto Skips = [&](Value *Result) { return B.CreateIsNotNull(Result); };
  if (isWrongWithLock(Row.Blocking) && L.Opts.Checks & CheckBlocking)
    L.H.call(B, Hook::before_blocking, {A.Site});
  switch (Row.E) {
  case Effect::Acquire:
    if (P.How == Treatment::Leaf) {
      ++NumLeafSections;
      Value *Skipped =
          Skips(L.H.call(B, Hook::leaf_acquire, {A.Site, lock(A, B)}));
      L.LeafSkipped[CB] = Skipped;
      return Skipped;
    }
    ++NumAcquires;
    return Skips(L.H.call(B, Hook::before_acquire, {A.Site, lock(A, B)}));
  case Effect::Use:
  case Effect::Call:
    if (!isBracket(Row))
      return nullptr;
    ++NumOthers;
    return Skips(L.H.call(B, Hook::before_acquire, {A.Site, lock(A, B)}));
  case Effect::Release:
    if (P.How == Treatment::Leaf)
      return L.LeafSkipped.lookup(P.LeafAcquire);
    ++NumReleases;
    if (Row.Lock.K == Operand::Handle)
      return Skips(
          L.H.call(B, Hook::before_release_handle, {A.Site, lock(A, B)}));
    if (Row.Restore)
      return Skips(
          L.H.call(B, Hook::before_release_saved,
                   {A.Site, lock(A, B), Ops.integer(B, Row.Restore, nullptr)}));
    return Skips(L.H.call(B, Hook::before_release, {A.Site, lock(A, B)}));
  case Effect::Init:
    ++NumOthers;
    L.H.call(B, Hook::init, {A.Site, lock(A, B)});
    return nullptr;
  case Effect::Destroy:
    ++NumOthers;
    L.H.call(B, Hook::destroy, {A.Site, lock(A, B)});
    return nullptr;
  case Effect::Free:
    ++NumOthers;
    L.H.call(B, Hook::free,
             {A.Site, Ops.address(B, Row.Object), B.getInt64(A.Size)});
    return nullptr;
  case Effect::NoReturn:
    ++NumOthers;
    L.H.call(B, Hook::before_thread_exit, {A.Site});
    return nullptr;
  default:
    return nullptr;
  }
}

void CallWeaver::before(const Alternative &A) {
  Value *Skips =
      valueIf(A.Guard, CB, [&](IRBuilder<> &B) { return before(A, B); });
  if (!Skips)
    return;
  IRBuilder<> B(CB);
  B.SetCurrentDebugLocation(Place);
  Skip = Skip ? B.CreateOr(Skip, Skips) : Skips;
}

/// How a lock was taken that is held now.
void CallWeaver::noteHow(const Alternative &A, IRBuilder<> &B) {
  const Api &Row = *A.Row;
  if (Row.Saved)
    L.H.call(B, Hook::after_acquire_saved,
             {A.Site, lock(A, B), Ops.integer(B, Row.Saved, CB)});
  if (Row.Handle)
    L.H.call(B, Hook::after_acquire_handle,
             {A.Site, lock(A, B), Ops.address(B, Row.Handle)});
  if (!Row.Saved && !Row.Handle && L.Opts.Hold == HoldMode::Exact)
    L.H.call(B, Hook::after_acquire, {A.Site, lock(A, B)});
}

/// The hooks where the call has returned.
void CallWeaver::after(const Alternative &A, Instruction *At) {
  if (P.How == Treatment::Leaf)
    return;
  const Api &Row = *A.Row;
  bool Notes = Row.Saved || Row.Handle || L.Opts.Hold == HoldMode::Exact;
  emitIf(A.Guard, At, [&](IRBuilder<> &B) {
    Instruction *Here = &*B.GetInsertPoint();
    switch (Row.E) {
    case Effect::Acquire:
      // Who does not look at the result takes the lock for held; then it is.
      if (Row.Fallible && !Uses.empty()) {
        Value *Failed = B.CreateNot(succeeded(B, Row.Ok, CB));
        MDNode *Unlikely =
            MDBuilder(B.getContext()).createUnlikelyBranchWeights();
        IRBuilder<> Then(SplitBlockAndInsertIfThen(
            Failed, Here, /*Unreachable=*/false, Unlikely));
        Then.SetCurrentDebugLocation(Place);
        L.H.call(Then, Hook::acquire_failed, {A.Site, lock(A, Then)});
        if (Notes) {
          IRBuilder<> Joined(Here);
          Joined.SetCurrentDebugLocation(Place);
          emitIf(Joined.CreateNot(Failed), Here,
                 [&](IRBuilder<> &N) { noteHow(A, N); });
        }
        return;
      }
      noteHow(A, B);
      return;
    case Effect::TryAcquire: {
      ++NumTryAcquires;
      Value *Acquired = succeeded(B, Row.Ok, CB);
      L.H.call(B, Hook::after_try,
               {A.Site, lock(A, B), B.CreateZExt(Acquired, B.getInt32Ty())});
      if (Notes)
        emitIf(Acquired, Here, [&](IRBuilder<> &N) { noteHow(A, N); });
      return;
    }
    case Effect::Convert: {
      ++NumOthers;
      Value *Converted = succeeded(B, Row.Ok, CB);
      L.H.call(B, Hook::after_convert,
               {A.Site, lock(A, B), B.CreateZExt(Converted, B.getInt32Ty())});
      return;
    }
    default:
      return;
    }
  });
}

/// The hook where the call has returned or was skipped: what takes a lock and
/// gives it up again is over.
void CallWeaver::afterEitherWay(const Alternative &A, Instruction *At) {
  if (!isBracket(*A.Row))
    return;
  emitIf(A.Guard, At, [&](IRBuilder<> &B) {
    L.H.call(B, Hook::before_release, {A.Site, lock(A, B)});
  });
}

/// An acquire that unwinds has not acquired.
void CallWeaver::onUnwind(BasicBlock *From) {
  auto *Invoke = cast<InvokeInst>(CB);
  bool Matters = any_of(Rows, [&](const Alternative &A) {
    return A.Row->E == Effect::Acquire || isBracket(*A.Row);
  });
  if (!Matters || !Invoke->getUnwindDest()->isLandingPad())
    return;
  SmallVector<BasicBlock *, 2> Pads;
  SplitLandingPadPredecessors(Invoke->getUnwindDest(), {From}, ".spinguard",
                              ".others", Pads);
  for (const Alternative &A : Rows) {
    Instruction *At = &*Pads[0]->getFirstInsertionPt();
    if (A.Row->E == Effect::Acquire)
      emitIf(A.Guard, At, [&](IRBuilder<> &B) {
        L.H.call(B, Hook::acquire_failed, {A.Site, lock(A, B)});
      });
    afterEitherWay(A, At);
  }
}

Value *CallWeaver::resultOfSkipped() const {
  Type *Ty = CB->getType();
  for (const Alternative &A : Rows) {
    if (!Ty->isIntegerTy())
      break;
    if (A.Row->Saved.K == Operand::Return)
      return ConstantInt::get(Ty, DispatchLevel);
    if (A.Row->Fallible && A.Row->Ok == Success::NonZero)
      return ConstantInt::get(Ty, 1);
  }
  return Constant::getNullValue(Ty);
}

void CallWeaver::run() {
  findAlternatives();
  for (const Alternative &A : Rows)
    before(A);

  // Where the call has returned (At), and where it has or was skipped (Cont).
  BasicBlock *Head = CB->getParent(), *Do = Head;
  Instruction *At = nullptr, *Cont = nullptr;
  if (auto *Invoke = dyn_cast<InvokeInst>(CB)) {
    if (Skip)
      Do = Head->splitBasicBlock(CB->getIterator());
    BasicBlock *Normal = Invoke->getNormalDest();
    BasicBlock *Edge =
        BasicBlock::Create(CB->getContext(), "", CB->getFunction(), Normal);
    IRBuilder<> B(Edge);
    B.SetCurrentDebugLocation(Place);
    Cont = At = B.CreateBr(Normal);
    Invoke->setNormalDest(Edge);
    Normal->replacePhiUsesWith(Do, Edge);
    if (Skip)
      Cont = &Edge->splitBasicBlock(At->getIterator())->front();
    onUnwind(Do);
  } else if (CB->isTerminator()) {
    return; // callbr has no place of its own on its edges.
  } else if (Skip) {
    Do = Head->splitBasicBlock(CB->getIterator());
    Cont = &Do->splitBasicBlock(std::next(CB->getIterator()))->front();
  } else {
    Cont = At = &*std::next(CB->getIterator());
  }
  if (Skip) {
    if (!isa<InvokeInst>(CB))
      At = Do->getTerminator();
    else
      At = cast<InvokeInst>(CB)->getNormalDest()->getTerminator();
  }

  for (Use &U : CB->uses())
    Uses.push_back(&U);
  for (const Alternative &A : Rows)
    after(A, At);

  if (Skip) {
    Instruction *Old = Head->getTerminator();
    IRBuilder<> B(Old);
    B.SetCurrentDebugLocation(Place);
    B.CreateCondBr(Skip, Cont->getParent(), Do,
                   MDBuilder(B.getContext()).createUnlikelyBranchWeights());
    Old->eraseFromParent();
    if (!Uses.empty()) {
      PHINode *Phi = PHINode::Create(CB->getType(), 2);
      Phi->insertBefore(Cont->getParent()->begin());
      Phi->setDebugLoc(Place);
      for (Use *U : Uses)
        U->set(Phi);
      Phi->addIncoming(CB, At->getParent());
      Phi->addIncoming(resultOfSkipped(), Head);
    }
  }
  for (const Alternative &A : Rows)
    afterEitherWay(A, Cont);
}

void spinguard::weaveCall(Loom &L, PlannedCall &Call) {
  CallWeaver(L, Call).run();
}

void spinguard::weaveCopy(Loom &L, const PlannedCopy &Copy) {
  auto *Transfer = cast<AnyMemTransferInst>(Copy.Call);
  IRBuilder<> B(Transfer);
  B.SetCurrentDebugLocation(placeOf(*Transfer));
  Constant *Site = L.R.site(SPINGUARD_COPY, Copy.Loc, Copy.InFunction,
                            Copy.What, "memcpy", NoClass);
  ++NumOthers;
  L.H.call(B, Hook::copy,
           {Site, Transfer->getRawDest(), Transfer->getRawSource(),
            B.CreateZExtOrTrunc(Transfer->getLength(), B.getInt64Ty())});
}
