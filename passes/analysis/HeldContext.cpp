//===- HeldContext.cpp - What callers may hold, at a glance ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/HeldContext.h"
#include "ir/Shrink.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

static thread_local HeldContext::Questions *Noted = nullptr;

HeldContext::Questions *HeldContext::note(Questions *To) {
  return std::exchange(Noted, To);
}

unsigned HeldContext::number(StringRef Class) {
  return Numbers.try_emplace(Class, FirstParam + NumParams + Numbers.size())
      .first->second;
}

unsigned HeldContext::argument(const ProgramFunction &PF, const FlowCall &C,
                               unsigned I) {
  if (I >= C.Args.size())
    return Unknown;
  if (I < C.ArgClasses.size() && C.ArgClasses[I])
    return number(PF.M->str(C.ArgClasses[I]));
  const FlowValue *V = &PF.F->Values[C.Args[I]];
  if (V->Op == FlowOp::Param && V->Imm < NumParams)
    return FirstParam + unsigned(V->Imm);
  bool Whole = true;
  while (V->Op == FlowOp::PtrAdd || V->Op == FlowOp::PtrIndex) {
    Whole &= V->Op == FlowOp::PtrAdd && V->Imm == 0;
    V = &PF.F->Values[V->A];
  }
  if (V->Op == FlowOp::Global)
    return number(P.lockClass(P.symbol(PF.Module, V->Aux), Whole));
  return Unknown;
}

unsigned HeldContext::lockOf(const ProgramFunction &PF, const FlowCall &C,
                             const Operand &Lock) {
  switch (Lock.K) {
  case Operand::Arg:
    return Lock.Offset == 0 ? argument(PF, C, Lock.ArgNo) : unsigned(Unknown);
  case Operand::Global:
    return number(Lock.Name);
  case Operand::Token: {
    std::string Name = Lock.Name;
    if (!Lock.Sub.empty()) {
      const Operand &First = Lock.Sub[0];
      const FlowValue *V =
          First.K == Operand::Arg && First.ArgNo < C.Args.size()
              ? &PF.F->Values[C.Args[First.ArgNo]]
              : nullptr;
      if (First.K == Operand::Const)
        Name += " " + std::to_string(First.Offset);
      else if (V && V->Op == FlowOp::Const)
        Name += " " + std::to_string(V->Imm);
    }
    return number(Name);
  }
  default:
    return Unknown;
  }
}

/// A callee's classes in terms of its caller.
HeldContext::Classes HeldContext::atCall(const ProgramFunction &PF,
                                         const FlowCall &C,
                                         const Classes &OfCallee) {
  Classes Out;
  for (unsigned L : OfCallee)
    Out.set(L >= FirstParam && L < FirstParam + NumParams
                ? argument(PF, C, L - FirstParam)
                : L);
  return Out;
}

/// \p Callee is called with \p Now held.
void HeldContext::tell(FunctionId Caller, const FlowCall &C, FunctionId Callee,
                       const Classes &Now) {
  const ProgramFunction &PF = P.functions()[Caller];
  Facts &Mine = All[Caller], &Theirs = All[Callee];
  // The caller's own parameters are what its callers pass.
  auto Add = [&](Classes &To, unsigned L) {
    if (L < FirstParam || L >= FirstParam + NumParams) {
      To.set(L);
      return;
    }
    auto It = Mine.Passed.find(L);
    if (It == Mine.Passed.end())
      To.set(Unknown);
    else
      To |= It->second;
  };
  for (unsigned L : Now) {
    Add(Theirs.Held, L);
    Add(Mine.AtCalls, L);
  }
  if (Caller != Callee)
    Theirs.Held |= Mine.Held;
  Theirs.Masks |= Mine.Masks;
  for (unsigned I = 0; I < C.Args.size() && I < NumParams; ++I)
    if (PF.F->Values[C.Args[I]].Width == PF.M->PointerSize * 8)
      Add(Theirs.Passed[FirstParam + I], argument(PF, C, I));
}

/// Goes once through a function's blocks until nothing changes. A lock is held
/// from its acquire on, up to a call of the model that releases it; what a
/// callee releases does not count. \p Record: tell the callees what is held.
void HeldContext::flow(FunctionId FI, bool Record) {
  const ProgramFunction &PF = P.functions()[FI];
  const FlowFunction &F = *PF.F;
  Facts &Mine = All[FI];
  std::vector<Classes> In(F.Blocks.size());
  std::vector<bool> Reached(F.Blocks.size(), false);
  std::vector<BlockId> Work;
  auto Enter = [&](BlockId B, const Classes &S) {
    if ((In[B] |= S) || !Reached[B]) {
      Reached[B] = true;
      Work.push_back(B);
    }
  };
  if (!F.Blocks.empty())
    Enter(0, Classes());
  while (!Work.empty()) {
    BlockId B = Work.back();
    Work.pop_back();
    Classes S = In[B];
    for (ValueId V : F.Blocks[B].Insts) {
      if (F.Values[V].Op != FlowOp::Call)
        continue;
      const FlowCall &C = F.Calls[F.Values[V].Aux];
      Classes Leaves;
      for (FunctionId Callee : P.targets(PF, C)) {
        if (Record)
          tell(FI, C, Callee, S);
        Leaves |= atCall(PF, C, All[Callee].Leaves);
        if (!Record) {
          Mine.Acquired |= atCall(PF, C, All[Callee].Acquired);
          Mine.Released |= atCall(PF, C, All[Callee].Released);
        }
      }
      S |= Leaves;
      if (C.Callee == NoId)
        continue;
      for (const Api &A : P.symbols()[P.symbol(PF.Module, C.Callee)].Apis) {
        unsigned L = lockOf(PF, C, A.Lock);
        if (A.E == Effect::Acquire || A.E == Effect::TryAcquire)
          Mine.Acquired.set(L);
        else if (A.E == Effect::Release)
          Mine.Released.set(L);
        if (A.E == Effect::Acquire || A.E == Effect::TryAcquire ||
            A.E == Effect::AssertHeld)
          S.set(L);
        else if (A.E == Effect::Release && L != Unknown)
          S.reset(L);
        // What is called back is called with this lock held.
        if (Record && A.Holding)
          for (ValueId Arg : C.Args)
            if (F.Values[Arg].Op == FlowOp::Function) {
              uint32_t Sym = P.symbol(PF.Module, F.Values[Arg].Aux);
              if (FunctionId Fn = P.symbols()[Sym].Function; Fn != NoId) {
                All[Fn].Held.set(Unknown);
                All[Fn].Masks = true;
              }
            }
        Mine.Masks |= A.Masks != Masked::Nothing && !isLockEffect(A.E);
      }
    }
    for (BlockId N : F.Blocks[B].Succs)
      Enter(N, S);
    if (F.Blocks[B].Succs.empty())
      Mine.Leaves |= S;
  }
}

HeldContext::HeldContext(const Program &P) : P(P), All(P.functions().size()) {
  findCompared();
  // Up: what each function leaves held.
  for (const auto &Scc : P.sccs())
    for (unsigned Round = 0; Round < (Scc.size() > 1 ? 3u : 1u); ++Round)
      for (FunctionId F : Scc)
        if (P.functions()[F].ReachesLockEvent)
          flow(F, /*Record=*/false);
  Classes Acquired, Released;
  for (const Facts &F : All) {
    Acquired |= F.Acquired;
    Released |= F.Released;
  }
  AnyAcquired = FixedClasses(Acquired);
  AnyReleased = FixedClasses(Released);
  // Down: what is held where each is called.
  for (FunctionId F = 0; F < All.size(); ++F) {
    if (P.functions()[F].CalledBack) {
      All[F].Held.set(Unknown);
      All[F].Masks = true;
    }
    // What waits for a handler waits for the locks that it acquires.
    if (AnyWait && !P.functions()[F].HandlerOf.empty())
      All[F].Held.set(number(P.functions()[F].HandlerOf.front()));
    for (const Role *R : P.functions()[F].Roles) {
      if (!R->Holds.empty())
        All[F].Held.set(Unknown);
      All[F].Masks |= R->Level == RoleLevel::Dpc ||
                      R->Level == RoleLevel::Isr ||
                      (R->EntryMasks && *R->EntryMasks != Masked::Nothing);
    }
  }
  for (const auto &Scc : llvm::reverse(P.sccs()))
    for (unsigned Round = 0; Round < (Scc.size() > 1 ? 3u : 1u); ++Round)
      for (FunctionId F : Scc)
        flow(F, /*Record=*/true);
  Compared = FixedClasses(ComparedSoFar);
  Known.reserve(All.size());
  for (Facts &F : All) {
    Known.push_back({FixedClasses(F.Held), FixedClasses(F.AtCalls),
                     FixedClasses(F.Acquired), FixedClasses(F.Released),
                     F.Masks});
    F = Facts();
  }
  All = {};
}

/// Calls of the model in what is reached from handlers, kinds of classes, and
/// those that are acquired.
void HeldContext::findCompared() {
  std::vector<bool> InHandler(All.size(), false);
  std::vector<FunctionId> Work;
  auto Reach = [&](FunctionId F) {
    if (!InHandler[F])
      Work.push_back(F);
    InHandler[F] = true;
  };
  for (FunctionId F = 0; F < All.size(); ++F)
    for (const Role *R : P.functions()[F].Roles)
      if (R->Level == RoleLevel::Dpc || R->Level == RoleLevel::Isr ||
          R->Level == RoleLevel::Signal)
        Reach(F);
  while (!Work.empty()) {
    FunctionId F = Work.back();
    Work.pop_back();
    for (FunctionId C : P.functions()[F].Callees)
      Reach(C);
  }
  std::map<unsigned, StringRef> Kinds;
  for (FunctionId FI = 0; FI < All.size(); ++FI) {
    const ProgramFunction &PF = P.functions()[FI];
    for (const FlowCall &C : PF.F->Calls) {
      // A lock that is passed to a function may be taken there.
      if (InHandler[FI])
        for (unsigned I = 0; I < C.ArgClasses.size(); ++I)
          if (C.ArgClasses[I])
            ComparedSoFar.set(number(PF.M->str(C.ArgClasses[I])));
      if (C.Callee == NoId)
        continue;
      for (const Api &A : P.symbols()[P.symbol(PF.Module, C.Callee)].Apis) {
        AnyWait |= bool(A.WaitsFor);
        if (!isLockEffect(A.E) && !A.Holding)
          continue;
        if (A.E == Effect::Acquire || A.E == Effect::TryAcquire || A.Holding)
          AcquiredKinds.insert(A.LockKind);
        unsigned L = lockOf(PF, C, A.Holding ? A.Holding : A.Lock);
        auto [It, New] = Kinds.try_emplace(L, A.LockKind);
        // A lock that ends is not acquired afterwards.
        if (InHandler[FI] || A.E == Effect::Destroy ||
            (!New && It->second != A.LockKind))
          ComparedSoFar.set(L);
      }
    }
  }
}

HeldContext::FixedClasses::FixedClasses(const Classes &C) {
  for (unsigned Number : C) {
    if (Words.empty() || Words.back().first != Number / 64)
      Words.emplace_back(Number / 64, 0);
    Words.back().second |= uint64_t(1) << Number % 64;
  }
  shrink(Words);
}

bool HeldContext::FixedClasses::test(unsigned Number) const {
  auto It = std::lower_bound(
      Words.begin(), Words.end(), Number / 64,
      [](const auto &Word, unsigned Index) { return Word.first < Index; });
  return It != Words.end() && It->first == Number / 64 &&
         (It->second >> Number % 64 & 1);
}

bool HeldContext::has(const FixedClasses &C, StringRef Class) const {
  auto It = Numbers.find(Class);
  return Class.empty() || (It != Numbers.end() && C.test(It->second));
}

bool HeldContext::told(unsigned What, FunctionId F, StringRef Class,
                       bool Answer) const {
  if (Noted)
    Noted->try_emplace({What, F, Class.str()}, Answer);
  return Answer;
}

bool HeldContext::answer(const Question &Q) const {
  const auto &[What, F, Class] = Q;
  switch (What) {
  case MayBeHeld:
    return mayBeHeld(F, Class);
  case MayBeAtomic:
    return mayBeAtomic(F);
  case Releases:
    return releases(F, Class);
  case Acquires:
    return acquires(F, Class);
  case IsReleased:
    return isReleased(Class);
  case IsAcquired:
    return isAcquired(Class);
  default:
    return isCompared(Class);
  }
}

bool HeldContext::releases(FunctionId F, StringRef Class) const {
  return told(Releases, F, Class, has(Known[F].Released, Class));
}

bool HeldContext::acquires(FunctionId F, StringRef Class) const {
  return told(Acquires, F, Class, has(Known[F].Acquired, Class));
}

bool HeldContext::isReleased(StringRef Class) const {
  return told(IsReleased, NoId, Class, has(AnyReleased, Class));
}

bool HeldContext::isAcquired(StringRef Class) const {
  return told(IsAcquired, NoId, Class, has(AnyAcquired, Class));
}

bool HeldContext::isCompared(StringRef Class) const {
  auto It = Numbers.find(Class);
  unsigned Number = It == Numbers.end() ? unsigned(Unknown) : It->second;
  return told(IsCompared, NoId, Class,
              Class.empty() ? !Compared.empty() : Compared.test(Number));
}

bool HeldContext::mayHave(const FixedClasses &C, StringRef Class) const {
  auto It = Numbers.find(Class);
  return !C.empty() && (Class.empty() || C.test(Unknown) ||
                        (It != Numbers.end() && C.test(It->second)));
}

bool HeldContext::mayBeHeld(FunctionId F, StringRef Class) const {
  return told(MayBeHeld, F, Class, mayHave(Known[F].Held, Class));
}

bool HeldContext::mayBeHeldAtCalls(FunctionId F, StringRef Class) const {
  return mayHave(Known[F].Held, Class) || mayHave(Known[F].AtCalls, Class);
}

bool HeldContext::mayBeAtomic(FunctionId F) const {
  return told(MayBeAtomic, F, "", Known[F].Masks || !Known[F].Held.empty());
}
