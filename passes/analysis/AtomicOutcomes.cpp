//===- AtomicOutcomes.cpp - Branches that an atomic operation decides -----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whether a reference that is given back was the last one, no path shows: that
// is decided by an atomic operation, or by assembler code. A path that goes
// through such a branch is feasible only if the count says so; confidence in
// what is found behind it is low.
//
//===----------------------------------------------------------------------===//

#include "analysis/Program.h"

using namespace llvm;
using namespace spinguard;

/// Marks the values that such an outcome decides, without regard to memory
/// other than its locals'.
static std::vector<bool> outcomes(const Program &P, const ProgramFunction &PF) {
  const FlowFunction &F = *PF.F;
  std::vector<bool> Is(F.Values.size(), false);
  auto Of = [&](ValueId V) { return V != NoId && Is[V]; };
  // The only predecessor of each block, if there is only one.
  std::vector<BlockId> Before(F.Blocks.size(), NoId);
  std::vector<bool> Joins(F.Blocks.size(), false);
  for (BlockId B = 0; B < F.Blocks.size(); ++B)
    for (BlockId S : F.Blocks[B].Succs) {
      Joins[S] = Joins[S] || Before[S] != NoId;
      Before[S] = B;
    }
  // The way to the end of \p B is a side of a branch on an outcome.
  auto IsSide = [&](BlockId B) {
    for (unsigned Steps = 0; B != NoId && Steps < 16; ++Steps) {
      if (Of(F.Blocks[B].Cond))
        return true;
      if (Joins[B])
        return false;
      B = Before[B];
    }
    return false;
  };
  // Locals that such an operation's callee writes to (try_cmpxchg(V, &Old, …)).
  std::vector<bool> Written(F.Values.size(), false);
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (ValueId V = 0; V < F.Values.size(); ++V) {
      if (Is[V])
        continue;
      const FlowValue &X = F.Values[V];
      bool Now = false;
      switch (X.Op) {
      case FlowOp::Opaque:
        Now = X.Imm != 0;
        break;
      case FlowOp::Update:
      case FlowOp::CmpXchg:
      case FlowOp::Exchange:
        Now = true;
        break;
      case FlowOp::Call: {
        // (A statement of assembler code that models may have rows for.)
        const FlowCall &C = F.Calls[X.Aux];
        Now = C.Callee != NoId &&
              StringRef(P.symbols()[P.symbol(PF.Module, C.Callee)].Name)
                  .starts_with("asm[");
        for (FunctionId Callee : P.targets(PF, C))
          Now |= P.functions()[Callee].ReturnsAtomic;
        if (Now)
          for (ValueId Arg : C.Args)
            Written[Arg] = F.Values[Arg].Op == FlowOp::Alloca;
        break;
      }
      case FlowOp::Load:
        Now = Written[X.A];
        break;
      case FlowOp::Phi:
        for (const auto &[Pred, In] : F.Phis[X.Aux].Incoming)
          Now |= Of(In) || IsSide(Pred);
        break;
      case FlowOp::Binary:
      case FlowOp::Compare:
      case FlowOp::Select:
      case FlowOp::ZExt:
      case FlowOp::SExt:
      case FlowOp::Trunc:
      case FlowOp::Extract:
      case FlowOp::Insert:
        Now = Of(X.A) || Of(X.B) || Of(X.C);
        break;
      default:
        break;
      }
      Is[V] = Now;
      Changed |= Now;
    }
  }
  return Is;
}

void Program::findAtomicOutcomes() {
  for (const auto &Scc : Sccs)
    for (FunctionId FI : Scc) {
      ProgramFunction &PF = Functions[FI];
      std::vector<bool> Is = outcomes(*this, PF);
      for (BlockId B = 0; B < PF.F->Blocks.size(); ++B) {
        const FlowBlock &FB = PF.F->Blocks[B];
        if (FB.Cond == NoId || !Is[FB.Cond])
          continue;
        if (FB.Term == FlowTerm::Return)
          PF.ReturnsAtomic = true;
        else
          PF.AtomicBranches.push_back(B);
      }
    }
}
