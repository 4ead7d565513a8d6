//===- AtomicOutcomes.cpp - Branches that an atomic operation decides -----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whether a reference that is given back was the last one, no path shows: that
// is decided by an atomic operation, or by assembler code. A path that goes
// through such a branch is feasible only if the count says so; confidence in
// what is found behind it is low. (A flag that is tested and set at once is as
// good as one that is read: no other code has to be known for it to be free.)
//
//===----------------------------------------------------------------------===//

#include "analysis/Program.h"

using namespace llvm;
using namespace spinguard;

namespace {

/// What a value says of a count: bits, of which several may be set.
enum CountOutcome : uint8_t {
  LastIfZero = 1,    ///< If it is zero, the reference was the last one.
  LastIfNonZero = 2, ///< If it is not.
  Number = 4,        ///< The count itself, or what was computed from it.
  Exchanged = 8,     ///< Whether two values were exchanged: see isSettled().
};
constexpr uint8_t Either = LastIfZero | LastIfNonZero;

class Outcomes {
public:
  Outcomes(const Program &P, const ProgramFunction &PF)
      : P(P), PF(PF), F(*PF.F), Of(F.Values.size(), 0),
        Written(F.Values.size(), false), Before(F.Blocks.size(), NoId),
        Joins(F.Blocks.size(), false) {
    for (BlockId B = 0; B < F.Blocks.size(); ++B)
      for (BlockId S : F.Blocks[B].Succs) {
        Joins[S] = Joins[S] || Before[S] != NoId;
        Before[S] = B;
      }
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (ValueId V = 0; V < F.Values.size(); ++V)
        if (uint8_t Now = Of[V] | evaluate(F.Values[V]); Now != Of[V]) {
          Of[V] = Now;
          Changed = true;
        }
      for (const FlowValue &V : F.Values)
        if (V.Op == FlowOp::Phi)
          Changed |= firstTries(V);
    }
  }

  uint8_t operator[](ValueId V) const { return V == NoId ? 0 : Of[V]; }

private:
  static uint8_t flip(uint8_t X) {
    return (X & (Number | Exchanged)) | (X & LastIfZero ? LastIfNonZero : 0) |
           (X & LastIfNonZero ? LastIfZero : 0);
  }
  bool isConstant(ValueId V) const {
    return V != NoId && F.Values[V].Op == FlowOp::Const;
  }
  bool isSame(ValueId A, ValueId B) const {
    return A == B || (isConstant(A) && isConstant(B) &&
                      F.Values[A].Imm == F.Values[B].Imm);
  }
  /// What comes of a condition: \p V if the reference was the last one.
  uint8_t ifLast(ValueId V) const {
    return !isConstant(V)    ? uint8_t(Either)
           : F.Values[V].Imm ? uint8_t(LastIfNonZero)
                             : uint8_t(LastIfZero);
  }
  /// An operation's own result: the flags of the last one, or a number.
  static uint8_t result(const FlowValue &X) {
    return X.Width == 0 || X.Width > 8 ? Number : LastIfNonZero;
  }

  uint8_t compare(const FlowValue &X) const {
    uint8_t A = (*this)[X.A], B = (*this)[X.B];
    if (!A && !B)
      return 0;
    auto Pred = ComparePred(X.Imm);
    bool Equal = Pred == ComparePred::EQ, Unequal = Pred == ComparePred::NE;
    if ((A | B) & Number) {
      if (Equal || Unequal)
        return Equal ? LastIfNonZero : LastIfZero;
      // Against a limit it is a number like others.
      if (!isConstant(X.B) || F.Values[X.B].Imm < -1 || F.Values[X.B].Imm > 1)
        return 0;
      bool Less = Pred == ComparePred::ULT || Pred == ComparePred::ULE ||
                  Pred == ComparePred::SLT || Pred == ComparePred::SLE;
      return Less ? LastIfNonZero : LastIfZero;
    }
    if (!isConstant(X.B) || (!Equal && !Unequal))
      return Either;
    bool IsZero = F.Values[X.B].Imm == 0;
    return IsZero == Equal ? flip(A) : A;
  }

  uint8_t phi(const FlowValue &X) const {
    uint8_t Now = 0;
    const auto &Incoming = F.Phis[X.Aux].Incoming;
    for (const auto &[Pred, In] : Incoming) {
      Now |= (*this)[In];
      // (What is the same if it was not the last one says nothing of that.)
      ValueId Value = In;
      if (isLastSide(Pred) && none_of(Incoming, [&](const auto &Other) {
            return isSame(Other.second, Value) && !isLastSide(Other.first);
          }))
        Now |= ifLast(In);
    }
    return Now;
  }

  /// Where a loop tries again with what an atomic operation gave it, what it
  /// begins with is the count too: it may be tested before the loop. True if
  /// that is news.
  bool firstTries(const FlowValue &Phi) {
    bool News = false;
    const auto &Incoming = F.Phis[Phi.Aux].Incoming;
    if (none_of(Incoming, [&](const auto &X) {
          return (*this)[X.second] & Number &&
                 F.Values[X.second].Op != FlowOp::Load &&
                 F.Values[X.second].Op != FlowOp::Phi;
        }))
      return false;
    for (const auto &[Pred, In] : Incoming) {
      if (In == NoId || Of[In] & Number)
        continue;
      const FlowValue &V = F.Values[In];
      if (V.Op == FlowOp::Load && V.Imm & LoadVolatile) {
        Of[In] |= Number;
        News = true;
      }
    }
    return News;
  }

public:
  /// What \p B decides by is whether values were exchanged, and no path has to
  /// suppose an outcome: it tries again until they are, or its sides, of which
  /// one notes what was found instead, join.
  bool isSettled(BlockId B) const {
    const FlowBlock &FB = F.Blocks[B];
    uint8_t C = (*this)[FB.Cond];
    if (FB.Term != FlowTerm::Branch || !(C & Exchanged))
      return false;
    bool First = leadsTo(FB.Succs[0], B), Second = leadsTo(FB.Succs[1], B);
    return First != Second ||
           (!(C & Number) && (joins(FB.Succs[0], FB.Succs[1]) ||
                              joins(FB.Succs[1], FB.Succs[0])));
  }

private:
  bool leadsTo(BlockId From, BlockId To) const {
    constexpr size_t MaxBlocks = 32;
    std::set<BlockId> Seen;
    std::vector<BlockId> Work{From};
    while (!Work.empty() && Seen.size() < MaxBlocks) {
      BlockId X = Work.back();
      Work.pop_back();
      if (X == To)
        return true;
      if (Seen.insert(X).second)
        Work.insert(Work.end(), F.Blocks[X].Succs.begin(),
                    F.Blocks[X].Succs.end());
    }
    return false;
  }

  /// \p From does nothing but go to \p To.
  bool joins(BlockId From, BlockId To) const {
    const FlowBlock &FB = F.Blocks[From];
    return FB.Term == FlowTerm::Jump && FB.Succs[0] == To &&
           none_of(FB.Insts,
                   [&](ValueId V) { return F.Values[V].Op == FlowOp::Call; });
  }

  /// The way to the end of \p B is taken if a reference was the last one.
  bool isLastSide(BlockId B) const {
    BlockId From = NoId;
    for (unsigned Steps = 0; B != NoId && Steps < 16; ++Steps) {
      const FlowBlock &FB = F.Blocks[B];
      if (uint8_t C = (*this)[FB.Cond]; C && !isSettled(B)) {
        if (FB.Term != FlowTerm::Branch || From == NoId || C & Number)
          return true;
        return (C & LastIfNonZero && FB.Succs[0] == From) ||
               (C & LastIfZero && FB.Succs[1] == From);
      }
      if (Joins[B])
        return false;
      From = B;
      B = Before[B];
    }
    return false;
  }

  uint8_t evaluate(const FlowValue &X) {
    switch (X.Op) {
    case FlowOp::Opaque:
      return X.Imm ? result(X) : 0;
    case FlowOp::Update:
      return X.Imm ? Number : 0;
    // One constant for another: a state, not a count.
    case FlowOp::CmpXchg:
      return isConstant(X.B) && isConstant(X.C) ? 0 : Number;
    case FlowOp::Exchange:
      return isConstant(X.B) ? 0 : Number;
    case FlowOp::Call: {
      // (A statement of assembler code that models have rows for. What is
      // masked may be counted, too: by this processor only.)
      const FlowCall &C = F.Calls[X.Aux];
      uint8_t Now = 0;
      if (C.Callee != NoId) {
        const ProgramSymbol &S = P.symbols()[P.symbol(PF.Module, C.Callee)];
        if (StringRef(S.Name).starts_with("asm[") &&
            none_of(S.Apis, [](const Api &A) {
              return A.E == Effect::Level ||
                     (!isLockEffect(A.E) && (A.Masks != Masked::Nothing ||
                                             A.Unmasks != Masked::Nothing));
            }))
          Now = result(X);
      }
      for (FunctionId Callee : P.targets(PF, C))
        Now |= P.functions()[Callee].LastIfResult;
      // Locals that it writes to (try_cmpxchg(V, &Old, …)).
      if (Now)
        for (ValueId Arg : C.Args)
          Written[Arg] = F.Values[Arg].Op == FlowOp::Alloca;
      return Now;
    }
    case FlowOp::Load:
      return Written[X.A] ? Number : 0;
    case FlowOp::Phi:
      return phi(X);
    case FlowOp::Compare:
      return compare(X);
    case FlowOp::Select: {
      uint8_t Now = (*this)[X.B] | (*this)[X.C], C = (*this)[X.A];
      return Now | (C & Exchanged) | (C & LastIfNonZero ? ifLast(X.B) : 0) |
             (C & LastIfZero ? ifLast(X.C) : 0);
    }
    case FlowOp::Binary: {
      uint8_t Now = (*this)[X.A] | (*this)[X.B];
      if (!Now || Now & Number)
        return Now;
      switch (BinaryOp(X.Imm)) {
      case BinaryOp::And:
      case BinaryOp::Or:
        return Now;
      case BinaryOp::Xor:
        return isConstant(X.B) ? flip(Now) : Either;
      default:
        return Either;
      }
    }
    // (Of a flag and a number, the flag says that they were exchanged.)
    case FlowOp::Extract:
      return !(*this)[X.A] ? 0
             : X.Width > 8 ? uint8_t(Number)
                           : uint8_t(Either | Exchanged);
    case FlowOp::ZExt:
    case FlowOp::SExt:
    case FlowOp::Trunc:
    case FlowOp::Insert:
      return (*this)[X.A] | (*this)[X.B];
    default:
      return 0;
    }
  }

  const Program &P;
  const ProgramFunction &PF;
  const FlowFunction &F;
  std::vector<uint8_t> Of;
  std::vector<bool> Written;   ///< Locals, by such an operation.
  std::vector<BlockId> Before; ///< A predecessor of each block; …
  std::vector<bool> Joins;     ///< … it has others.
};

} // namespace

void Program::findAtomicOutcomes() {
  for (const auto &Scc : Sccs)
    for (FunctionId FI : Scc) {
      ProgramFunction &PF = Functions[FI];
      Outcomes Of(*this, PF);
      for (BlockId B = 0; B < PF.F->Blocks.size(); ++B) {
        const FlowBlock &FB = PF.F->Blocks[B];
        uint8_t C = Of[FB.Cond];
        if (FB.Term == FlowTerm::Return) {
          PF.LastIfResult |= C;
          continue;
        }
        if (Of.isSettled(B))
          continue;
        if (C & (LastIfNonZero | Number))
          PF.LastReferenceSides.push_back(2 * B);
        if (C & (LastIfZero | Number))
          PF.LastReferenceSides.push_back(2 * B + 1);
      }
    }
}
