//===- HoldTime.cpp - How long locks are held, by estimate ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/HoldTime.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

namespace {

constexpr uint64_t PsPerNs = 1000;
/// A call of code that is not analysed: to it and back, and little else.
constexpr uint64_t UnknownCallPs = 20 * PsPerNs;
/// Calls of code that is not analysed are parts to be told from here on.
constexpr uint64_t LongCallPs = 1000 * PsPerNs;
/// Parts of one kind that are kept.
constexpr size_t MaxParts = 6;

uint64_t delayPs(uint64_t Amount, DelayUnit Unit) {
  return SaturatingMultiply(delayNanoseconds(Amount, Unit), PsPerNs);
}

bool isLonger(const Expense &A, const Expense &B) {
  return std::make_tuple(~A.Ps, A.At.Loc) < std::make_tuple(~B.Ps, B.At.Loc);
}

/// One for all that happens at one place, however it comes there.
void keepLongest(std::vector<Expense> &V) {
  std::vector<Expense> Merged;
  for (Expense &E : V) {
    auto It = llvm::find_if(Merged, [&](const Expense &X) {
      return X.At.M == E.At.M && X.At.Loc == E.At.Loc && X.What == E.What;
    });
    if (It == Merged.end())
      Merged.push_back(std::move(E));
    else
      It->Ps = SaturatingAdd(It->Ps, E.Ps);
  }
  V = std::move(Merged);
  std::stable_sort(V.begin(), V.end(), isLonger);
  if (V.size() > MaxParts)
    V.resize(MaxParts);
}

/// \p Times a cost, added to another.
void add(HoldCost &To, const HoldCost &C, uint64_t Times) {
  To.Ps = SaturatingMultiplyAdd(C.Ps, Times, To.Ps);
  // A loop may end before its bound: it is there for when a device is silent.
  if (Times == 1)
    To.DelayPs = SaturatingAdd(To.DelayPs, C.DelayPs);
  To.AnyDelayPs = SaturatingMultiplyAdd(C.AnyDelayPs, Times, To.AnyDelayPs);
  for (Expense E : C.Parts) {
    E.Ps = SaturatingMultiply(E.Ps, Times);
    To.Parts.push_back(std::move(E));
  }
  To.Loops.insert(To.Loops.end(), C.Loops.begin(), C.Loops.end());
  To.Open.insert(To.Open.end(), C.Open.begin(), C.Open.end());
  for (ArgumentDelay D : C.Delays) {
    D.Times = SaturatingMultiply(D.Times, Times);
    To.Delays.push_back(std::move(D));
  }
  keepLongest(To.Parts);
  if (To.Delays.size() > MaxParts)
    To.Delays.resize(MaxParts);
  if (To.Open.size() > MaxParts)
    To.Open.resize(MaxParts);
  if (To.Loops.size() > MaxParts)
    To.Loops.resize(MaxParts);
}

} // namespace

std::string spinguard::timeText(uint64_t Ps) {
  uint64_t Ns = Ps / PsPerNs, Unit = 1;
  StringRef Name = " ns";
  if (Ns >= 1000000000)
    Unit = 1000000000, Name = " s";
  else if (Ns >= 1000000)
    Unit = 1000000, Name = " ms";
  else if (Ns >= 1000)
    Unit = 1000, Name = " us";
  if (Unit == 1)
    return utostr(Ns) + Name.str();
  uint64_t Tenths = Ns / (Unit / 10);
  if (Tenths >= 100 || Tenths % 10 == 0)
    return utostr(Tenths / 10) + Name.str();
  return utostr(Tenths / 10) + "." + utostr(Tenths % 10) + Name.str();
}

/// Nothing but the value of memory or of a device decides when the loop ends.
bool HoldTimes::isSpinWait(FunctionId FI,
                           const std::vector<BlockId> &Loop) const {
  const FlowFunction &F = *P.functions()[FI].F;
  std::set<BlockId> In(Loop.begin(), Loop.end());
  for (BlockId B : Loop) {
    const FlowBlock &FB = F.Blocks[B];
    if (FB.Cond == NoId ||
        none_of(FB.Succs, [&](BlockId S) { return !In.count(S); }))
      continue;
    std::vector<ValueId> Work{FB.Cond};
    std::set<ValueId> Seen;
    while (!Work.empty()) {
      ValueId V = Work.back();
      Work.pop_back();
      if (V == NoId || !Seen.insert(V).second)
        continue;
      const FlowValue &X = F.Values[V];
      if ((X.Op == FlowOp::Load && X.Imm & LoadVolatile) ||
          X.Op == FlowOp::Opaque)
        return true;
      if (X.Op == FlowOp::Phi)
        continue;
      for (ValueId O : {X.A, X.B, X.C})
        Work.push_back(O);
    }
  }
  return false;
}

/// A delay whose length the value \p Amount of the function says.
void HoldTimes::delay(HoldCost &To, const ProgramFunction &PF, ValueId Amount,
                      ArgumentDelay D) const {
  const FlowValue *V = &PF.F->Values[Amount];
  while (V->Op == FlowOp::ZExt || V->Op == FlowOp::SExt ||
         V->Op == FlowOp::Trunc)
    V = &PF.F->Values[V->A];
  if (V->Op == FlowOp::Const) {
    D.E.Ps = SaturatingMultiply(delayPs(uint64_t(V->Imm), D.Unit), D.Times);
    To.Ps = SaturatingAdd(To.Ps, D.E.Ps);
    To.DelayPs = SaturatingAdd(To.DelayPs, D.E.Ps);
    To.AnyDelayPs = SaturatingAdd(To.AnyDelayPs, D.E.Ps);
    To.Parts.push_back(std::move(D.E));
  } else if (V->Op == FlowOp::Param) {
    D.Param = unsigned(V->Imm);
    To.Delays.push_back(std::move(D));
  } else {
    D.E.Open = OpenTime::Delay;
    To.Open.push_back(std::move(D.E));
  }
}

uint64_t HoldTimes::decidingParams(FunctionId FI) const {
  const ProgramFunction &PF = P.functions()[FI];
  const FlowFunction &F = *PF.F;
  uint64_t Params = paramsOfBranches(F);
  for (const FlowCall &C : F.Calls) {
    uint64_t OfCallees = 0;
    for (FunctionId T : P.targets(PF, C))
      OfCallees |= Deciding[T];
    for (size_t I = 0; I < C.Args.size() && I < 64; ++I)
      if (OfCallees >> I & 1)
        addParamsOf(F, C.Args[I], Params);
  }
  return Params;
}

const HoldCost &HoldTimes::ofCallee(const ProgramFunction &PF,
                                    const FlowCall &C, FunctionId Callee,
                                    Bounds By, const ConstantArguments &Known) {
  // More is not worth it: what is short anyhow, more variants than a function
  // has commands, and recursion that counts.
  constexpr uint64_t ShortPs = 1000 * PsPerNs;
  constexpr size_t MaxVariants = 16;
  constexpr unsigned MaxDepth = 8;
  const HoldCost &Any = ofFunction(Callee, By);
  if ((Any.Ps < ShortPs && Any.Open.empty()) || Depth >= MaxDepth)
    return Any;
  ConstantArguments Args;
  const FlowFunction &F = *P.functions()[Callee].F;
  for (size_t I = 0; I < C.Args.size() && I < F.NumParams && I < 64; ++I)
    if (Deciding[Callee] >> I & 1)
      if (auto Value = constantValue(*PF.F, C.Args[I], Known))
        Args[unsigned(I)] = *Value;
  if (Args.empty())
    return Any;
  auto &Of = Variants[Callee];
  if (auto It = Of.find({By, Args}); It != Of.end())
    return It->second;
  if (Of.size() >= MaxVariants)
    return Any;
  HoldCost &Cost = Of[{By, Args}]; // What recursion finds.
  ++Depth;
  Cost = costliest(Callee, By, nullptr, NoId, Args);
  --Depth;
  return Cost;
}

HoldCost HoldTimes::ofCall(FunctionId FI, Bounds By, ValueId V,
                           const ConstantArguments &Known) {
  const ProgramFunction &PF = P.functions()[FI];
  const FlowFunction &F = *PF.F;
  const FlowCall &C = F.Calls[F.Values[V].Aux];
  HoldCost Out;
  Expense E;
  E.At = {PF.M, F.Values[V].Loc};
  E.Function =
      P.intern(P.locFunction(*PF.M, F.Values[V].Loc, PF.M->str(F.SourceName)));
  if (C.Callee != NoId) {
    const ProgramSymbol &S = P.symbols()[P.symbol(PF.Module, C.Callee)];
    for (const Api &A : S.Apis) {
      if (!A.Delay)
        continue;
      E.What = "'" + A.Name + "' waits";
      E.IsDelay = true;
      if (A.Delay.K == Operand::Arg && A.Delay.ArgNo < C.Args.size()) {
        delay(Out, PF, C.Args[A.Delay.ArgNo], {0, A.Unit, 1, std::move(E)});
      } else if (A.Delay.K == Operand::Const) {
        E.Ps = delayPs(uint64_t(A.Delay.Offset), A.Unit);
        Out.Ps = Out.DelayPs = Out.AnyDelayPs = E.Ps;
        Out.Parts.push_back(std::move(E));
      }
      return Out;
    }
    if (!S.Apis.empty() || S.Function == NoId) {
      std::optional<unsigned> Ns = P.models().callTime(S.Name);
      Out.Ps = Ns ? *Ns * PsPerNs : UnknownCallPs;
      if (Out.Ps >= LongCallPs) {
        E.What = "'" + S.Name + "' is called";
        E.Ps = Out.Ps;
        Out.Parts.push_back(std::move(E));
      }
      return Out;
    }
  }
  SmallVector<FunctionId, 4> Targets = P.targets(PF, C);
  if (Targets.empty()) {
    Out.Ps = UnknownCallPs;
    E.Open = OpenTime::Code;
    E.What = "code that is not known is called through a pointer";
    Out.Open.push_back(E);
    return Out;
  }
  const HoldCost *Worst = nullptr;
  for (FunctionId T : Targets) {
    const HoldCost &Cost = ofCallee(PF, C, T, By, Known);
    if (!Worst || Cost.Ps > Worst->Ps ||
        (Worst->Open.empty() && !Cost.Open.empty()))
      Worst = &Cost;
  }
  add(Out, *Worst, 1);
  for (ArgumentDelay &D : std::exchange(Out.Delays, {}))
    if (D.Param < C.Args.size())
      delay(Out, PF, C.Args[D.Param], std::move(D));
  return Out;
}

/// The cycles of a block, or of what a lock is held for in it: from the acquire
/// on, or up to the last call that is made with it where it is gone afterwards.
/// Its instructions have about the same share each.
uint64_t HoldTimes::ofBlock(const FlowFunction &F, BlockId B,
                            const HeldRegion *Within, ValueId Acquire) const {
  const FlowBlock &FB = F.Blocks[B];
  if (!Within)
    return FB.Cost;
  auto Begin = FB.Insts.begin(), End = FB.Insts.end();
  if (auto It = llvm::find(FB.Insts, Acquire);
      It != End && !Within->Loops.count(B))
    Begin = It + 1;
  if (none_of(FB.Succs, [&](BlockId S) { return Within->Blocks.count(S); }))
    while (End != Begin && !Within->Calls.count(End[-1]))
      --End;
  auto Weight = [&](auto From, auto To) {
    uint64_t Sum = 0;
    for (; From != To; ++From)
      Sum += F.Values[*From].Op == FlowOp::Call   ? 0
             : F.Values[*From].Op == FlowOp::Load ? 4
                                                  : 1;
    return Sum;
  };
  uint64_t All = Weight(FB.Insts.begin(), FB.Insts.end());
  return All ? FB.Cost * Weight(Begin, End) / All : 0;
}

/// Whether a round of the loop can run from its begin to its end with the lock
/// that \p Acquire acquires. What comes to the acquire has given it up before.
static bool isHeldAround(const FunctionInfo &Info, BlockId Header,
                         const HeldRegion &Within, ValueId Acquire) {
  BlockId Begin = Info.BlockOf[Acquire];
  if (Begin == Header)
    return false;
  if (!Info.inLoop(Header, Begin))
    return true;
  std::set<BlockId> Seen;
  std::vector<BlockId> Work{Header};
  while (!Work.empty()) {
    BlockId B = Work.back();
    Work.pop_back();
    for (BlockId S : Info.F.Blocks[B].Succs) {
      if (S == Header)
        return true;
      if (S != Begin && Info.inLoop(Header, S) && Within.Blocks.count(S) &&
          Seen.insert(S).second)
        Work.push_back(S);
    }
  }
  return false;
}

/// The costliest way through a function, or through what \p Within says of it.
HoldCost HoldTimes::costliest(FunctionId FI, Bounds By,
                              const HeldRegion *Within, ValueId Acquire,
                              const ConstantArguments &Known) {
  const ProgramFunction &PF = P.functions()[FI];
  std::shared_ptr<const FunctionInfo> Kept = Infos(FI);
  const FunctionInfo &Info = *Kept;
  const FlowFunction &F = Info.F;
  if (!Info.TooLarge.empty())
    return HoldCost();
  // How often a block runs, and the loops that have no bound.
  std::map<BlockId, uint64_t> More;
  auto TimesOf = [&](BlockId B) {
    auto It = More.find(B);
    return It == More.end() ? uint64_t(1) : It->second;
  };
  std::map<BlockId, Expense> Unbounded;
  std::map<BlockId, LoopBound> Bounded;
  std::vector<BlockId> Headers;
  if (Within)
    Headers.assign(Within->Loops.begin(), Within->Loops.end());
  else
    Headers = Info.Rpo;
  for (BlockId H : Headers) {
    if (!Info.IsHeader[H] ||
        (Within && !isHeldAround(Info, H, *Within, Acquire)))
      continue;
    uint64_t Trips = F.Blocks[H].Trips;
    bool OfType = Trips && F.Blocks[H].TripsOfType && By == Stated;
    ModuleLoc At{PF.M, F.Blocks[H].Loc};
    for (BlockId B : Info.Loop[H])
      if (!At.Loc)
        At.Loc = F.Blocks[B].Loc;
    StringRef Function =
        P.intern(P.locFunction(*PF.M, At.Loc, PF.M->str(F.SourceName)));
    if (!Trips || OfType) {
      Expense E;
      E.Open = OfType                         ? OpenTime::Range
               : isSpinWait(FI, Info.Loop[H]) ? OpenTime::Spin
                                              : OpenTime::Loop;
      E.At = At;
      E.Function = Function;
      E.What = E.Open == OpenTime::Spin
                   ? "the loop waits for memory or a device to change"
                   : "how often the loop runs is not known";
      if (OfType)
        E.What = "how often the loop runs, only the type of its counter says "
                 "(at most " +
                 utostr(Trips) + " times)";
      uint64_t Rounds =
          OfType ? std::min<uint64_t>(Trips, OpenTrips) : uint64_t(OpenTrips);
      Unbounded[H] = std::move(E);
      for (BlockId B : Info.Loop[H])
        More[B] = SaturatingMultiply(TimesOf(B), Rounds);
      continue;
    }
    // A header that ends the loop runs once more than the rest of it.
    bool EndsAtHeader = Info.Loop[H].size() > 1 &&
                        any_of(F.Blocks[H].Succs,
                               [&](BlockId S) { return !Info.inLoop(H, S); });
    uint64_t Rounds = EndsAtHeader ? Trips - 1 : Trips;
    if (Rounds > 1)
      Bounded[H] = {Rounds, At, Function};
    for (BlockId B : Info.Loop[H])
      More[B] = SaturatingMultiply(TimesOf(B), B == H ? Trips : Rounds);
  }
  // Longest path over the forward edges.
  std::map<BlockId, HoldCost> Best;
  HoldCost Worst;
  auto IsWorse = [](const HoldCost &A, const HoldCost &B) {
    return std::make_tuple(A.Ps, A.Delays.size(), A.Open.size()) >
           std::make_tuple(B.Ps, B.Delays.size(), B.Open.size());
  };
  std::vector<BlockId> Order;
  if (Within)
    Order.assign(Within->Blocks.begin(), Within->Blocks.end());
  else
    Order = Info.Rpo;
  llvm::sort(Order, [&](BlockId A, BlockId B) {
    return Info.RpoIndex[A] < Info.RpoIndex[B];
  });
  for (BlockId B : Order) {
    if (!Known.empty() && B != Order.front() && !Best.count(B))
      continue; // No path with these constants.
    HoldCost Own;
    Own.Ps = ofBlock(F, B, Within, Acquire) * 1000000 / ClockMHz;
    for (ValueId V : F.Blocks[B].Insts)
      if (F.Values[V].Op == FlowOp::Call && (!Within || Within->Calls.count(V)))
        add(Own, ofCall(FI, By, V, Known), 1);
    HoldCost Here;
    if (auto It = Best.find(B); It != Best.end())
      Here = std::move(It->second);
    if (TimesOf(B) > 1 && Own.Ps * TimesOf(B) >= 1000 * PsPerNs &&
        Own.Parts.empty()) {
      Expense E;
      E.At = {PF.M, F.Blocks[B].Loc};
      E.Function =
          P.intern(P.locFunction(*PF.M, E.At.Loc, PF.M->str(F.SourceName)));
      E.Ps = Own.Ps;
      E.What = "runs " + utostr(TimesOf(B)) + " times";
      Own.Parts.push_back(std::move(E));
    }
    add(Here, Own, TimesOf(B));
    if (auto It = Unbounded.find(B); It != Unbounded.end())
      Here.Open.push_back(It->second);
    if (auto It = Bounded.find(B); It != Bounded.end())
      Here.Loops.push_back(It->second);
    BlockId Only = onlySuccessor(F, B, Known);
    for (BlockId S : F.Blocks[B].Succs)
      if ((Only == NoId || S == Only) && Info.RpoIndex[S] != NoId &&
          Info.RpoIndex[S] > Info.RpoIndex[B]) {
        HoldCost &Next = Best[S];
        if (IsWorse(Here, Next))
          Next = Here;
      }
    if (IsWorse(Here, Worst))
      Worst = std::move(Here);
  }
  return Worst;
}

const HoldCost &HoldTimes::ofFunction(FunctionId F, Bounds By) {
  std::vector<std::optional<HoldCost>> &Costs = this->Costs[By];
  if (Costs[F])
    return *Costs[F];
  // What it calls first: chains of calls may be deeper than the stack.
  std::vector<FunctionId> Work{F}, Order;
  while (!Work.empty()) {
    FunctionId X = Work.back();
    Work.pop_back();
    if (Costs[X])
      continue;
    Costs[X] = HoldCost(); // What recursion finds.
    Order.push_back(X);
    const auto &Callees = P.functions()[X].Callees;
    Work.insert(Work.end(), Callees.begin(), Callees.end());
  }
  llvm::sort(Order, [&](FunctionId A, FunctionId B) {
    return std::make_pair(P.functions()[A].Scc, A) <
           std::make_pair(P.functions()[B].Scc, B);
  });
  for (FunctionId X : Order) {
    Costs[X] = costliest(X, By, nullptr, NoId, {});
    if (By == Stated)
      Deciding[X] = decidingParams(X);
  }
  return *Costs[F];
}

HeldSection HoldTimes::section(FunctionId F, ValueId Acquire,
                               const HeldRegion &R) {
  HeldSection S{F, R, costliest(F, Stated, &R, Acquire, {})};
  S.MostPs = S.Cost.Open.empty() ? S.Cost.Ps
                                 : costliest(F, OfTypes, &R, Acquire, {}).Ps;
  // What the function's callers say of it is not looked for.
  for (ArgumentDelay &D : S.Cost.Delays) {
    D.E.Open = OpenTime::Delay;
    S.Cost.Open.push_back(std::move(D.E));
  }
  return S;
}
