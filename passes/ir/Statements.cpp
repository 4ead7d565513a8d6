//===- Statements.cpp - Lock functions that are no calls ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/Statements.h"
#include "model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/BasicBlock.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Operator.h"
#include <set>

using namespace llvm;
using namespace spinguard;

static const InlineAsm *asmOf(const Instruction &I) {
  const auto *CB = dyn_cast<CallInst>(&I);
  return CB ? dyn_cast<InlineAsm>(CB->getCalledOperand()) : nullptr;
}

/// The place that the instruction writes to in a way that the optimiser must
/// not change: what it writes and where it was written stay together.
static const Value *writtenPlace(const Instruction &I) {
  if (const auto *S = dyn_cast<StoreInst>(&I))
    return S->isVolatile() || S->isAtomic() ? S->getPointerOperand() : nullptr;
  if (const auto *R = dyn_cast<AtomicRMWInst>(&I))
    return R->getPointerOperand();
  const InlineAsm *Asm = asmOf(I);
  if (!Asm)
    return nullptr;
  const auto &CB = cast<CallInst>(I);
  unsigned Arg = 0;
  for (const InlineAsm::ConstraintInfo &C : Asm->ParseConstraints()) {
    if (!C.hasArg())
      continue;
    if (C.Type == InlineAsm::isOutput && C.isIndirect)
      return Arg < CB.arg_size() ? CB.getArgOperand(Arg) : nullptr;
    ++Arg;
  }
  return nullptr;
}

/// The row gives up the lock that the first argument is.
static bool releasesArgument(const Api &A) {
  return A.E == Effect::Release && A.Lock.K == Operand::Arg &&
         A.Lock.ArgNo == 0 && A.Lock.Offset == 0 && A.When.empty() &&
         A.WhenPointee.empty();
}

/// The instruction was inlined from a function with a row, perhaps through
/// others with rows that do the same: the outermost of them is what the program
/// calls, and the place that is written is the lock.
bool LockStatements::fromInlined(const Instruction &I, LockStatement &S) const {
  const DILocation *L = I.getDebugLoc();
  if (!L || !L->getInlinedAt())
    return false;
  const Api *Inner = nullptr;
  constexpr unsigned MaxDepth = 64;
  for (unsigned Depth = 0; L->getInlinedAt() && Depth < MaxDepth; ++Depth) {
    const DISubprogram *SP = L->getScope()->getSubprogram();
    ArrayRef<Api> Rows =
        SP ? Models.lookup(SP->getName(), System) : ArrayRef<Api>();
    const DILocation *Call = L->getInlinedAt();
    if (!Rows.empty()) {
      const Api &Row = Rows.front();
      if (!releasesArgument(Row) ||
          (Inner &&
           (Row.LockKind != Inner->LockKind || Row.Mode != Inner->Mode)))
        break;
      Inner = &Row;
      S.Loc = Call;
    }
    L = Call;
  }
  const Value *Place = Inner ? writtenPlace(I) : nullptr;
  if (!Place)
    return false;
  S.Name = Inner->Name;
  S.Args.push_back(Place);
  return true;
}

/// The name that an asm statement would have a row by, without and with the
/// global that its first pointer leads to.
static SmallVector<std::string, 2> asmNames(const CallBase &CB) {
  const auto *Asm = cast<InlineAsm>(CB.getCalledOperand());
  SmallVector<std::string, 2> Names{asmName(Asm->getAsmString())};
  for (const Value *A : CB.args()) {
    if (!A->getType()->isPointerTy())
      continue;
    if (const auto *G = dyn_cast<GlobalVariable>(A->stripInBoundsOffsets()))
      Names.push_back(Names[0] + normalizeSymbol(G->getName()));
    break;
  }
  return Names;
}

// (Instructions of x86: BTS, BTR and BTC, CMPXCHG, XCHG; Intel's manual,
// volume 2.)
bool spinguard::mayCount(const CallBase &CB) {
  const auto *Asm = cast<InlineAsm>(CB.getCalledOperand());
  std::string Name = asmName(Asm->getAsmString());
  StringRef Text = Name;
  Text.consume_front("asm[");
  Text.consume_front("lock;");
  if (Text.starts_with("bts") || Text.starts_with("btr") ||
      Text.starts_with("btc"))
    return false;
  bool Exchanges = Text.starts_with("cmpxchg") || Text.starts_with("xchg");
  return !Exchanges || !all_of(CB.args(), [](const Use &A) {
    return A->getType()->isPointerTy() || isa<ConstantInt>(A.get());
  });
}

/// An asm statement that models know by its text.
bool LockStatements::fromAsm(const Instruction &I, LockStatement &S) const {
  if (!asmOf(I))
    return false;
  const auto &CB = cast<CallInst>(I);
  for (std::string &Name : asmNames(CB))
    if (!Models.lookup(Name, System).empty())
      S.Name = std::move(Name);
  // An instruction is an unlock by the number that it adds. Where that is a
  // parameter, it is a helper of all that counts.
  for (const Api &A : Models.lookup(S.Name, System))
    if ((A.E == Effect::Release || A.E == Effect::Acquire) &&
        any_of(A.When, [&](const ArgCondition &W) {
          return W.ArgNo >= CB.arg_size() ||
                 !isa<ConstantInt>(CB.getArgOperand(W.ArgNo));
        }))
      return false;
  S.Args.append(CB.arg_begin(), CB.arg_end());
  S.Loc = I.getDebugLoc();
  return !S.Name.empty();
}

/// An asm statement without text, which keeps accesses on their sides of it.
static bool isBarrier(const Instruction &I) {
  const InlineAsm *Asm = asmOf(I);
  return Asm && Asm->getAsmString().empty() &&
         StringRef(Asm->getConstraintString()).contains("~{memory}");
}

/// What is executed after \p I, if only traps are branched to on the way; null
/// at the end of that.
static const Instruction *next(const Instruction &I) {
  if (!I.isTerminator())
    return I.getNextNode();
  const BasicBlock *Only = nullptr;
  for (const BasicBlock *S : successors(&I)) {
    if (isa<UnreachableInst>(S->getTerminator()))
      continue;
    if (Only)
      return nullptr;
    Only = S;
  }
  return Only ? &Only->front() : nullptr;
}

/// Nothing that comes between a lock's store and the barrier after it.
static bool isForeign(const Instruction &I) {
  if (const auto *II = dyn_cast<IntrinsicInst>(&I))
    return II->getIntrinsicID() != Intrinsic::read_register &&
           II->getIntrinsicID() != Intrinsic::write_register &&
           !II->isAssumeLikeIntrinsic();
  if (const auto *L = dyn_cast<LoadInst>(&I))
    return !L->isSimple();
  return I.mayReadOrWriteMemory();
}

/// A volatile store of a constant between two barriers, with at most one asm
/// statement before the second: `store[i8=0]`, `store[i8=0]asm[sti]`. (Between
/// them are the tests of a kernel that checks its tables of functions.)
bool LockStatements::fromStore(const StoreInst &Store, LockStatement &S) const {
  const auto *K = dyn_cast<ConstantInt>(Store.getValueOperand());
  if (!K || K->getBitWidth() > 64)
    return false;
  SmallVector<std::string, 2> Names{("store[i" + Twine(K->getBitWidth()) + "=" +
                                     Twine(K->getSExtValue()) + "]")
                                        .str()};
  bool AnyAsm = false;
  constexpr unsigned MaxSteps = 32;
  const Instruction *I = next(Store);
  for (unsigned Step = 0; I && Step < MaxSteps; ++Step, I = next(*I)) {
    if (isBarrier(*I)) {
      for (std::string &Name : Names)
        if (!Models.lookup(Name, System).empty())
          S.Name = std::move(Name);
      S.Args.push_back(Store.getPointerOperand());
      S.Loc = Store.getDebugLoc();
      return !S.Name.empty();
    }
    if (!AnyAsm && asmOf(*I)) {
      AnyAsm = true;
      std::string Before = Names[0];
      Names.clear();
      for (const std::string &Name : asmNames(cast<CallInst>(*I)))
        Names.push_back(Before + Name);
    } else if (isForeign(*I)) {
      return false;
    }
  }
  return false;
}

void LockStatements::enterBlock(const BasicBlock &BB) {
  Found.clear();
  // A function that is inlined once stands for one call, however many
  // instructions are left of it.
  std::set<std::pair<const DILocation *, const Value *>> Seen;
  bool AfterBarrier = false;
  for (const Instruction &I : BB) {
    const auto *Store = dyn_cast<StoreInst>(&I);
    LockStatement S;
    if (fromInlined(I, S)) {
      if (Seen.insert({S.Loc, S.Args.front()}).second)
        Found.try_emplace(&I, std::move(S));
    } else if (S = {}; fromAsm(I, S)) {
      Found.try_emplace(&I, std::move(S));
    } else if (S = {}; AfterBarrier && Store && Store->isVolatile() &&
                       fromStore(*Store, S)) {
      Found.try_emplace(&I, std::move(S));
    }
    if (isForeign(I))
      AfterBarrier = isBarrier(I);
  }
}

const LockStatement *LockStatements::find(const Instruction &I) const {
  auto It = Found.find(&I);
  return It == Found.end() ? nullptr : &It->second;
}
