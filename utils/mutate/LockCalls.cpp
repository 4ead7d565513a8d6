//===- LockCalls.cpp - The calls of a module that models know -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The flow IR of a clone knows names, constants and fields best; its calls are
// paired with those of the module by their number, as instrumentation does.
//
//===----------------------------------------------------------------------===//

#include "LockCalls.h"
#include "Rewrite.h"
#include "analysis/Check.h"
#include "analysis/Program.h"
#include "ir/Lower.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;
using namespace spinguard;

Value *LockCall::argument(std::optional<unsigned> N) const {
  return N && *N < Call->arg_size() ? Call->getArgOperand(*N) : nullptr;
}

const LockCall *LockCalls::find(const CallBase *Call) const {
  auto It = find_if(Calls, [&](const LockCall &C) { return C.Call == Call; });
  return It == Calls.end() ? nullptr : &*It;
}

namespace {

class Finder {
public:
  Finder(Module &M, const FlowModule &Flow, const Program &P)
      : M(M), Flow(Flow), P(P) {}

  LockCalls run();

private:
  const ProgramFunction *calleeOf(const FlowCall &C) const;
  std::optional<CallEffect> effectOf(const FlowFunction &FF, const FlowCall &C,
                                     unsigned Depth) const;
  std::optional<CallEffect> effectOfBody(const ProgramFunction &PF,
                                         unsigned Depth) const;
  void enter(const FlowFunction &FF, const FlowValue &V, CallBase &CB);

  Module &M;
  const FlowModule &Flow;
  const Program &P;
  LockCalls Out;
};

} // namespace

/// The argument that an operand of a model is, as it is.
static std::optional<unsigned> argumentOf(const Operand &O, size_t NumArgs) {
  if ((O.K == Operand::Arg || O.K == Operand::Handle) && O.ArgNo < NumArgs)
    return O.ArgNo;
  return std::nullopt;
}

/// The row that says what a call does; null where an argument decides that is
/// not known.
static const Api *decidedRow(ArrayRef<Api> Rows, const FlowFunction &FF,
                             const FlowCall &C) {
  for (const Api &Row : Rows) {
    bool Holds = true;
    for (const ArgCondition &W : Row.When) {
      if (W.ArgNo >= C.Args.size()) {
        Holds = false;
        break;
      }
      const FlowValue &Arg = FF.Values[C.Args[W.ArgNo]];
      if (Arg.Op != FlowOp::Const)
        return nullptr;
      Holds &= W.holds(Arg.Imm);
    }
    if (!Holds)
      continue;
    return Row.WhenPointee.empty() ? &Row : nullptr;
  }
  return nullptr;
}

/// The parameter that a value is a part of, or the same as, or nothing.
static std::optional<unsigned> parameterOf(const FlowFunction &FF, ValueId V) {
  for (unsigned I = 0; V < FF.Values.size() && I < 16; ++I) {
    const FlowValue &X = FF.Values[V];
    switch (X.Op) {
    case FlowOp::Param:
      return unsigned(X.Imm);
    case FlowOp::PtrAdd:
    case FlowOp::ZExt:
    case FlowOp::SExt:
    case FlowOp::Trunc:
      V = X.A;
      continue;
    default:
      return std::nullopt;
    }
  }
  return std::nullopt;
}

const ProgramFunction *Finder::calleeOf(const FlowCall &C) const {
  if (C.Callee == NoId)
    return nullptr;
  FunctionId F = P.symbols()[P.symbol(0, C.Callee)].Function;
  return F == NoId ? nullptr : &P.functions()[F];
}

/// What a function of one block does that has one call which models know.
std::optional<CallEffect> Finder::effectOfBody(const ProgramFunction &PF,
                                               unsigned Depth) const {
  const FlowFunction &FF = *PF.F;
  if (Depth == 0 || FF.Blocks.size() != 1 || !PF.Roles.empty() ||
      PF.AddressTaken)
    return std::nullopt;
  std::optional<CallEffect> Only;
  for (const FlowValue &V : FF.Values) {
    if (V.Op != FlowOp::Call)
      continue;
    const FlowCall &C = FF.Calls[V.Aux];
    std::optional<CallEffect> E = effectOf(FF, C, Depth - 1);
    if (!E || !isLockEffect(E->Row->E)) {
      // (Another call may be about locks, too.)
      const ProgramFunction *Other = calleeOf(C);
      if (C.Callee == NoId || (Other && Other->ReachesLockEvent))
        return std::nullopt;
      continue;
    }
    if (Only)
      return std::nullopt;
    auto Mapped = [&](std::optional<unsigned> N) {
      return N ? parameterOf(FF, C.Args[*N]) : std::nullopt;
    };
    CallEffect Outer;
    Outer.Row = E->Row;
    Outer.Lock = Mapped(E->Lock);
    Outer.Handle = Mapped(E->Handle);
    Outer.Saved = Mapped(E->Saved);
    Outer.Restore = Mapped(E->Restore);
    const FlowBlock &Block = FF.Blocks.front();
    Outer.SavesResult =
        E->SavesResult && Block.Cond != NoId && &FF.Values[Block.Cond] == &V;
    // (A helper for one lock alone has no such argument.)
    Only = Outer;
  }
  return Only;
}

std::optional<CallEffect> Finder::effectOf(const FlowFunction &FF,
                                           const FlowCall &C,
                                           unsigned Depth) const {
  if (C.Callee == NoId)
    return std::nullopt;
  ArrayRef<Api> Rows = P.symbols()[P.symbol(0, C.Callee)].Apis;
  if (Rows.empty()) {
    const ProgramFunction *Body = calleeOf(C);
    return Body ? effectOfBody(*Body, Depth) : std::nullopt;
  }
  CallEffect E;
  E.Row = decidedRow(Rows, FF, C);
  if (!E.Row)
    return std::nullopt;
  size_t N = C.Args.size();
  E.Lock = argumentOf(E.Row->Lock, N);
  E.Handle = argumentOf(
      E.Row->Lock.K == Operand::Handle ? E.Row->Lock : E.Row->Handle, N);
  E.Saved = argumentOf(E.Row->Saved, N);
  E.Restore = argumentOf(E.Row->Restore, N);
  E.SavesResult = E.Row->Saved.K == Operand::Return;
  return E;
}

/// How deep helpers around helpers are looked into.
constexpr unsigned MaxHelperDepth = 4;

void Finder::enter(const FlowFunction &FF, const FlowValue &V, CallBase &CB) {
  const FlowCall &C = FF.Calls[V.Aux];
  std::optional<CallEffect> E = effectOf(FF, C, MaxHelperDepth);
  const ProgramFunction *Callee = calleeOf(C);
  bool Blocks = Callee && Callee->ReachesWaitingCall;
  if (CB.isMustTailCall() || (!E && !Blocks))
    return;
  LockCall L;
  L.Call = &CB;
  L.Loc = P.loc(Flow, V.Loc);
  L.Function = P.locFunction(Flow, V.Loc, Flow.str(FF.SourceName));
  L.Callee = P.symbols()[P.symbol(0, C.Callee)].SourceName;
  if (!E) {
    Out.Blocking.push_back(std::move(L));
    return;
  }
  L.E = *E;
  std::optional<unsigned> Named = E->Lock ? E->Lock : E->Handle;
  if (Named)
    L.LockText = Flow.str(C.ArgNames[*Named]).str();
  else
    L.LockText = E->Row->Lock.Name;
  Out.Calls.push_back(std::move(L));
}

LockCalls Finder::run() {
  Out.Models = &P.models();
  DenseMap<const FlowFunction *, const ProgramFunction *> Linked;
  for (const ProgramFunction &PF : P.functions())
    Linked[PF.F] = &PF;
  uint32_t Index = 0;
  for (Function &F : M) {
    if (F.isDeclaration())
      continue;
    const FlowFunction &FF = Flow.Functions[Index++];
    const ProgramFunction *PF = Linked.lookup(&FF);
    // What a model or a helper's callers stand for is not looked at again.
    if (!PF || !P.symbols()[PF->Symbol].Apis.empty() ||
        (!PF->Callers.empty() && effectOfBody(*PF, MaxHelperDepth)))
      continue;
    std::vector<const CallBase *> Calls = numberedCalls(F);
    for (const FlowBlock &B : FF.Blocks)
      for (ValueId V : B.Insts) {
        if (FF.Values[V].Op != FlowOp::Call)
          continue;
        uint32_t Ordinal = FF.Calls[FF.Values[V].Aux].Ordinal;
        if (Ordinal < Calls.size())
          enter(FF, FF.Values[V], *const_cast<CallBase *>(Calls[Ordinal]));
      }
  }
  return std::move(Out);
}

LockCalls spinguard::findLockCalls(Module &M, const ModelSet &Models) {
  std::unique_ptr<FlowModule> Flow = lowerModule(*CloneModule(M), Models);
  Program P(Flow.get(), Models, {});
  return Finder(M, *Flow, P).run();
}

bool spinguard::belongsTo(const LockCall &Release, const LockCall &Acquire) {
  if (Release.effect() != Effect::Release)
    return false;
  auto Same = [&](std::optional<unsigned> R, std::optional<unsigned> A) {
    Value *X = Release.argument(R), *Y = Acquire.argument(A);
    return X && Y && isSameExpression(X, Y);
  };
  if (Release.E.Row->Lock.K == Operand::Handle)
    return Same(Release.E.Handle, Acquire.E.Handle);
  if (Release.E.Lock || Acquire.E.Lock)
    return Same(Release.E.Lock, Acquire.E.Lock);
  return Release.E.Row->Lock == Acquire.E.Row->Lock;
}

SmallVector<const LockCall *, 8>
spinguard::callsInSection(const LockCalls &All, const LockCall &Acquire) {
  SmallVector<const LockCall *, 8> Found;
  SmallPtrSet<const BasicBlock *, 32> Seen;
  SmallVector<BasicBlock::const_iterator, 16> Work;
  Work.push_back(std::next(Acquire.Call->getIterator()));
  if (Acquire.Call->isTerminator()) {
    Work.clear();
    for (const BasicBlock *Next : successors(Acquire.Call->getParent()))
      if (Seen.insert(Next).second)
        Work.push_back(Next->begin());
  }
  while (!Work.empty()) {
    BasicBlock::const_iterator I = Work.pop_back_val();
    const BasicBlock *BB = I->getParent();
    bool Ended = false;
    for (; I != BB->end() && !Ended; ++I) {
      const auto *CB = dyn_cast<CallBase>(&*I);
      const LockCall *L = CB ? All.find(CB) : nullptr;
      if (!L || L == &Acquire)
        continue;
      if (!is_contained(Found, L))
        Found.push_back(L);
      Ended = belongsTo(*L, Acquire);
    }
    if (Ended)
      continue;
    for (const BasicBlock *Next : successors(BB))
      if (Seen.insert(Next).second)
        Work.push_back(Next->begin());
  }
  return Found;
}
