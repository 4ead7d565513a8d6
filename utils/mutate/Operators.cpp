//===- Operators.cpp - The ways in which a module is made wrong -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Places are left out where the edit is known to be none: acquiring a lock
// again that its holder may acquire again, sleeping with one that allows it,
// giving back the same variable. Whether the rest is wrong is for the reader
// of the survivors to say.
//
//===----------------------------------------------------------------------===//

#include "Operators.h"
#include "Rewrite.h"
#include "analysis/Program.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;
using namespace spinguard;

using Mutations = std::vector<Mutation>;

static CallBase *mapped(const LockCall &C, ValueToValueMapTy &Map) {
  return cast<CallBase>(static_cast<Value *>(Map.lookup(C.Call)));
}

static const LockKindInfo &kindOf(const LockCall &C, const LockCalls &All) {
  return All.Models->findLockKind(C.E.Row->LockKind);
}

static std::string quoted(StringRef S) { return ("'" + S + "'").str(); }

static std::string lockOf(const LockCall &C) {
  return C.LockText.empty() ? "its lock" : quoted(C.LockText);
}

/// " in line N", where the line is known.
static std::string lineOf(const LockCall &C) {
  return C.Loc.isValid() ? " in line " + utostr(C.Loc.Line) : "";
}

static bool isIn(const LockCall &C, const Function &F) {
  return C.Call->getFunction() == &F;
}

/// A release that somebody misses: only its holder may give the lock up.
static bool isOwnersRelease(const LockCall &C, const LockCalls &All) {
  return C.effect() == Effect::Release && !kindOf(C, All).AnyOwner;
}

/// An acquire that does not fail.
static bool isCertainAcquire(const LockCall &C) {
  return C.effect() == Effect::Acquire &&
         (!C.E.Row->Fallible || C.Call->use_empty()) &&
         !isa<InvokeInst>(C.Call);
}

//===----------------------------------------------------------------------===//
// Releases
//===----------------------------------------------------------------------===//

static Mutations findReleases(const LockCalls &All) {
  Mutations Out;
  for (const LockCall &C : All.Calls) {
    if (!isOwnersRelease(C, All))
      continue;
    Mutation M;
    M.First = &C;
    M.Change = "the call of " + quoted(C.Callee) + " that releases " +
               lockOf(C) + " is dropped";
    Out.push_back(std::move(M));
  }
  return Out;
}

static void dropFirst(const Mutation &M, ValueToValueMapTy &Map) {
  eraseCall(mapped(*M.First, Map));
}

/// The last line that a block has code of; 0 if that is not known.
static unsigned lastLineOf(const BasicBlock &BB) {
  for (const Instruction &I : reverse(BB))
    if (I.getDebugLoc() && I.getDebugLoc().getLine())
      return I.getDebugLoc().getLine();
  return 0;
}

static Mutations findConditionalReleases(const LockCalls &All) {
  Mutations Out;
  for (const LockCall &C : All.Calls) {
    if (!isOwnersRelease(C, All) || !C.Call->use_empty() ||
        isa<InvokeInst>(C.Call))
      continue;
    BasicBlock *BB = C.Call->getParent();
    SmallVector<BasicBlock *, 4> Ways;
    for (BasicBlock &Pred : *BB->getParent())
      if (is_contained(successors(&Pred), BB))
        Ways.push_back(&Pred);
    if (Ways.size() < 2 || BB->isEHPad())
      Ways.assign(1, nullptr);
    for (BasicBlock *Way : Ways) {
      Mutation M;
      M.First = &C;
      M.From = Way;
      M.Change = "the call of " + quoted(C.Callee) + " that releases " +
                 lockOf(C) + " is left out ";
      if (!Way)
        M.Change += "on a condition";
      else if (unsigned Line = lastLineOf(*Way))
        M.Change += "when control comes from line " + utostr(Line);
      else
        M.Change += "on one of the ways to it";
      Out.push_back(std::move(M));
    }
  }
  return Out;
}

static void makeFirstConditional(const Mutation &M, ValueToValueMapTy &Map) {
  BasicBlock *From = nullptr;
  if (M.From)
    From = cast<BasicBlock>(static_cast<Value *>(Map.lookup(M.From)));
  makeConditional(mapped(*M.First, Map), From);
}

//===----------------------------------------------------------------------===//
// Acquires
//===----------------------------------------------------------------------===//

static Mutations findDoubles(const LockCalls &All) {
  Mutations Out;
  for (const LockCall &C : All.Calls) {
    if (!isCertainAcquire(C) || C.E.Row->Recursive || kindOf(C, All).AnyOwner)
      continue;
    Mutation M;
    M.First = &C;
    M.Change = "the call of " + quoted(C.Callee) + " that acquires " +
               lockOf(C) + " is made twice";
    Out.push_back(std::move(M));
  }
  return Out;
}

static void doubleFirst(const Mutation &M, ValueToValueMapTy &Map) {
  CallBase *Call = mapped(*M.First, Map);
  Instruction *Copy = Call->clone();
  Copy->insertInto(Call->getParent(), std::next(Call->getIterator()));
}

/// The acquires of one function that can be told apart by their lock argument.
static std::vector<SmallVector<const LockCall *, 8>>
acquiresByFunction(const LockCalls &All) {
  std::vector<SmallVector<const LockCall *, 8>> Out;
  for (const LockCall &C : All.Calls) {
    if (!isCertainAcquire(C) || !C.E.Lock || !C.argument(C.E.Lock))
      continue;
    if (Out.empty() || !isIn(C, *Out.back().front()->Call->getFunction()))
      Out.emplace_back();
    Out.back().push_back(&C);
  }
  return Out;
}

/// Calls \p Use with each two acquires of one kind and one function, of
/// different locks, and whether one comes inside of the section of the other.
static void forEachPair(const LockCalls &All,
                        function_ref<void(const LockCall &, const LockCall &,
                                          bool, const DominatorTree &)>
                            Use) {
  for (const auto &Acquires : acquiresByFunction(All)) {
    if (Acquires.size() < 2)
      continue;
    DominatorTree DT(*Acquires.front()->Call->getFunction());
    for (const LockCall *A : Acquires)
      for (const LockCall *B : Acquires) {
        if (A == B || A->E.Row->LockKind != B->E.Row->LockKind ||
            A->E.Row->Lock.Offset != B->E.Row->Lock.Offset ||
            isSameExpression(A->argument(A->E.Lock), B->argument(B->E.Lock)))
          continue;
        Use(*A, *B, is_contained(callsInSection(All, *A), B), DT);
      }
  }
}

static Mutations findLockSwaps(const LockCalls &All) {
  Mutations Out;
  SmallVector<std::pair<const LockCall *, const LockCall *>, 16> Nested;
  Mutations Candidates;
  forEachPair(All, [&](const LockCall &A, const LockCall &B, bool IsNested,
                       const DominatorTree &DT) {
    if (IsNested) {
      Nested.push_back({&A, &B});
      return;
    }
    // (A release by handle does not say which lock it is.)
    if (&A > &B || A.E.Handle || B.E.Handle ||
        !canRebuildAt(B.argument(B.E.Lock), A.Call, DT) ||
        !canRebuildAt(A.argument(A.E.Lock), B.Call, DT))
      return;
    Mutation M;
    M.First = &A;
    M.Second = &B;
    M.Change = quoted(A.Callee) + " acquires " + lockOf(B) + " for " +
               lockOf(A) + ", and the call" + lineOf(B) +
               " the other way round";
    Candidates.push_back(std::move(M));
  });
  for (Mutation &M : Candidates)
    if (!is_contained(Nested, std::pair(M.First, M.Second)) &&
        !is_contained(Nested, std::pair(M.Second, M.First)))
      Out.push_back(std::move(M));
  return Out;
}

/// Exchanges an argument of the two calls.
static void exchange(const Mutation &M, ValueToValueMapTy &Map,
                     std::optional<unsigned> OfFirst,
                     std::optional<unsigned> OfSecond) {
  CallBase *A = mapped(*M.First, Map), *B = mapped(*M.Second, Map);
  DominatorTree DT(*A->getFunction());
  Value *ForA = rebuildAt(B->getArgOperand(*OfSecond), A, DT);
  Value *ForB = rebuildAt(A->getArgOperand(*OfFirst), B, DT);
  A->setArgOperand(*OfFirst, ForA);
  B->setArgOperand(*OfSecond, ForB);
}

static void swapLocks(const Mutation &M, ValueToValueMapTy &Map) {
  exchange(M, Map, M.First->E.Lock, M.Second->E.Lock);
}

//===----------------------------------------------------------------------===//
// Order
//===----------------------------------------------------------------------===//

/// The one place that a result is stored to, if that is all that is done with
/// it; the saved IRQL or flags of a call.
static StoreInst *onlyStoreOf(CallBase *Call) {
  if (!Call->hasOneUse())
    return nullptr;
  auto *Store = dyn_cast<StoreInst>(*Call->user_begin());
  return Store && Store->getValueOperand() == Call ? Store : nullptr;
}

static Mutations findExchanges(const LockCalls &All) {
  Mutations Out;
  forEachPair(All, [&](const LockCall &A, const LockCall &B, bool IsNested,
                       const DominatorTree &DT) {
    if (!IsNested || A.Call->getCalledOperand() != B.Call->getCalledOperand() ||
        A.Call->arg_size() != B.Call->arg_size() ||
        !DT.dominates(A.Call, B.Call))
      return;
    for (unsigned I = 0; I != A.Call->arg_size(); ++I)
      if (!canRebuildAt(B.Call->getArgOperand(I), A.Call, DT))
        return;
    // What is saved goes with its call.
    if (!A.Call->use_empty() || !B.Call->use_empty()) {
      StoreInst *ToA = onlyStoreOf(A.Call), *ToB = onlyStoreOf(B.Call);
      if (!ToA || !ToB || !canRebuildAt(ToB->getPointerOperand(), ToA, DT))
        return;
    }
    Mutation M;
    M.First = &A;
    M.Second = &B;
    M.Change =
        lockOf(B) + " is acquired before " + lockOf(A) + ", not after it";
    Out.push_back(std::move(M));
  });
  return Out;
}

static void exchangeAcquires(const Mutation &M, ValueToValueMapTy &Map) {
  CallBase *A = mapped(*M.First, Map), *B = mapped(*M.Second, Map);
  StoreInst *ToA = onlyStoreOf(A), *ToB = onlyStoreOf(B);
  for (unsigned I = 0; I != A->arg_size(); ++I)
    exchange(M, Map, I, I);
  if (!ToA || !ToB)
    return;
  DominatorTree DT(*A->getFunction());
  Value *SlotA = ToA->getPointerOperand();
  ToA->setOperand(1, rebuildAt(ToB->getPointerOperand(), ToA, DT));
  ToB->setOperand(1, rebuildAt(SlotA, ToB, DT));
}

//===----------------------------------------------------------------------===//
// What is saved
//===----------------------------------------------------------------------===//

/// The argument of a release that brings back what its acquire saved.
static std::optional<unsigned> restoredArgument(const LockCall &C) {
  if (C.effect() != Effect::Release)
    return std::nullopt;
  return C.E.Restore ? C.E.Restore : C.E.Handle;
}

static Mutations findSavedSwaps(const LockCalls &All) {
  Mutations Out;
  for (size_t I = 0; I != All.Calls.size(); ++I) {
    const LockCall &A = All.Calls[I];
    std::optional<unsigned> OfA = restoredArgument(A);
    if (!OfA || !A.argument(OfA))
      continue;
    DominatorTree DT(*A.Call->getFunction());
    for (size_t J = I + 1; J != All.Calls.size(); ++J) {
      const LockCall &B = All.Calls[J];
      std::optional<unsigned> OfB = restoredArgument(B);
      if (!OfB || !isIn(B, *A.Call->getFunction()) || !B.argument(OfB))
        continue;
      Value *X = A.argument(OfA), *Y = B.argument(OfB);
      if (X->getType() != Y->getType() || isSameExpression(X, Y) ||
          !canRebuildAt(Y, A.Call, DT) || !canRebuildAt(X, B.Call, DT))
        continue;
      Mutation M;
      M.First = &A;
      M.Second = &B;
      M.Change = "the releases of " + lockOf(A) + " and (" +
                 StringRef(lineOf(B)).ltrim().str() + ") of " + lockOf(B) +
                 " restore what the other should";
      Out.push_back(std::move(M));
    }
  }
  return Out;
}

static void swapSaved(const Mutation &M, ValueToValueMapTy &Map) {
  exchange(M, Map, restoredArgument(*M.First), restoredArgument(*M.Second));
}

//===----------------------------------------------------------------------===//
// Blocking calls
//===----------------------------------------------------------------------===//

/// Functions that always block and want nothing of their arguments, of the
/// system that \p Row is of.
static std::vector<StringRef> blockingNames(const LockCalls &All,
                                            const Api &Row) {
  std::vector<StringRef> Out;
  StringRef System = All.Models->systemOf(Row.Family);
  for (StringRef Name : All.Models->apiNames()) {
    ArrayRef<Api> Rows = All.Models->lookup(Name, TargetSystem::Any);
    const Api &A = Rows.front();
    if (Rows.size() == 1 && A.E == Effect::None && A.Blocking == Blocks::Wait &&
        A.When.empty() && A.WhenPointee.empty() &&
        All.Models->systemOf(A.Family) == System && !Name.contains('['))
      Out.push_back(Name);
  }
  return Out;
}

/// A blocking call of the module that can be made right after \p Acquire.
static const LockCall *donorFor(const LockCall &Acquire, const LockCalls &All) {
  const Function &F = *Acquire.Call->getFunction();
  DominatorTree DT(const_cast<Function &>(F));
  const Instruction *At = Acquire.Call->getNextNode();
  auto Fits = [&](const LockCall &C, bool SameFunction) {
    if (isIn(C, F) != SameFunction || isa<InvokeInst>(C.Call) ||
        isa<InlineAsm>(C.Call->getCalledOperand()))
      return false;
    return all_of(C.Call->operands(), [&](const Use &U) {
      return SameFunction ? canRebuildAt(U.get(), At, DT)
                          : isa<Constant>(U.get());
    });
  };
  for (bool SameFunction : {true, false}) {
    for (const LockCall &C : All.Calls)
      if (C.E.Row->Blocking != Blocks::No && !isLockEffect(C.effect()) &&
          Fits(C, SameFunction))
        return &C;
    for (const LockCall &C : All.Blocking)
      if (Fits(C, SameFunction))
        return &C;
  }
  return nullptr;
}

static Mutations findBlocking(const LockCalls &All) {
  Mutations Out;
  size_t Next = 0;
  for (const LockCall &C : All.Calls) {
    if (!isCertainAcquire(C) || kindOf(C, All).MaySleep)
      continue;
    std::string Where = " with " + lockOf(C) +
                        " held, right after the call of " + quoted(C.Callee);
    if (const LockCall *Donor = donorFor(C, All)) {
      Mutation M;
      M.First = &C;
      M.Second = Donor;
      bool IsMoved =
          isIn(*Donor, *C.Call->getFunction()) && Donor->Call->use_empty();
      M.Change = quoted(Donor->Callee) + " is called" + Where +
                 (IsMoved ? ", and not" : ", as it is") + lineOf(*Donor);
      Out.push_back(std::move(M));
    }
    std::vector<StringRef> Names = blockingNames(All, *C.E.Row);
    if (Names.empty())
      continue;
    Mutation M;
    M.First = &C;
    // Each place gets another one.
    M.Inserted = Names[Next++ * 7 % Names.size()].str();
    M.Change = quoted(M.Inserted) + " is called" + Where;
    Out.push_back(std::move(M));
  }
  return Out;
}

static void insertBlocking(const Mutation &M, ValueToValueMapTy &Map) {
  CallBase *Acquire = mapped(*M.First, Map);
  Instruction *At = Acquire->getNextNode();
  IRBuilder<> B(At);
  B.SetCurrentDebugLocation(Acquire->getDebugLoc());
  if (!M.Second) {
    Module &Clone = *Acquire->getModule();
    FunctionCallee F = Clone.getOrInsertFunction(
        M.Inserted, FunctionType::get(B.getVoidTy(), /*isVarArg=*/false));
    // (It may be declared with arguments: zeros.)
    FunctionType *Ty = F.getFunctionType();
    if (auto *Known = dyn_cast<Function>(F.getCallee()))
      Ty = Known->getFunctionType();
    SmallVector<Value *, 4> Args;
    for (Type *T : Ty->params())
      Args.push_back(Constant::getNullValue(T));
    B.CreateCall(Ty, F.getCallee(), Args);
    return;
  }
  CallBase *Donor = mapped(*M.Second, Map);
  DominatorTree DT(*Acquire->getFunction());
  Instruction *Copy = Donor->clone();
  if (Donor->getFunction() == Acquire->getFunction())
    for (Use &U : Copy->operands())
      U.set(rebuildAt(U.get(), At, DT));
  Copy->insertBefore(At->getIterator());
  Copy->setDebugLoc(Acquire->getDebugLoc());
  if (Donor->getFunction() == Acquire->getFunction() && Donor->use_empty())
    Donor->eraseFromParent();
}

//===----------------------------------------------------------------------===//
// Life
//===----------------------------------------------------------------------===//

static Mutations findInits(const LockCalls &All) {
  Mutations Out;
  for (const LockCall &C : All.Calls) {
    if (C.effect() != Effect::Init)
      continue;
    Mutation M;
    M.First = &C;
    M.Change = "the call of " + quoted(C.Callee) + " that initialises " +
               lockOf(C) + " is dropped";
    Out.push_back(std::move(M));
  }
  return Out;
}

//===----------------------------------------------------------------------===//
// The list
//===----------------------------------------------------------------------===//

ArrayRef<MutationOperator> spinguard::mutationOperators() {
  static constexpr MutationOperator List[] = {
      {"drop-release", "drop a release", findReleases, dropFirst},
      {"drop-release-on-path", "drop a release on one of the ways to it",
       findConditionalReleases, makeFirstConditional},
      {"double-acquire", "make an acquire twice", findDoubles, doubleFirst},
      {"swap-locks", "acquire each of two locks for the other", findLockSwaps,
       swapLocks},
      {"swap-saved", "restore the IRQL, flags or handle of another release",
       findSavedSwaps, swapSaved},
      {"block-in-section", "move a blocking call into a section", findBlocking,
       insertBlocking},
      {"drop-init", "drop the initialisation of a lock", findInits, dropFirst},
      {"exchange-acquires", "acquire two nested locks in the other order",
       findExchanges, exchangeAcquires},
  };
  return List;
}
