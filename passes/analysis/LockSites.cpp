//===- LockSites.cpp - What became of each call that moves a lock ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryWorker.h"

using namespace llvm;
using namespace spinguard;

void Analysis::collectSites(LockStateResult &R) const {
  const auto &Reached = Shared->Found.Reached;
  for (FunctionId FI = 0; FI < P.functions().size(); ++FI) {
    const ProgramFunction &PF = P.functions()[FI];
    if (!P.symbols()[PF.Symbol].Apis.empty())
      continue;
    for (ValueId V = 0; V < PF.F->Values.size(); ++V) {
      const FlowValue &X = PF.F->Values[V];
      if (X.Op != FlowOp::Call)
        continue;
      const FlowCall &C = PF.F->Calls[X.Aux];
      if (C.Callee == NoId)
        continue;
      const ProgramSymbol &S = P.symbols()[P.symbol(PF.Module, C.Callee)];
      const Api *Row = nullptr;
      for (const Api &A : S.Apis)
        if (isLockEffect(A.E) || A.Holding) {
          // The row whose constant conditions fit.
          bool Fits = true;
          for (const ArgCondition &W : A.When) {
            if (W.ArgNo >= C.Args.size()) {
              Fits = false;
              continue;
            }
            const FlowValue &K = PF.F->Values[C.Args[W.ArgNo]];
            if (K.Op == FlowOp::Const && W.O == ArgCondition::EQ)
              Fits &= K.Imm == W.Value;
          }
          if (Fits) {
            Row = &A;
            break;
          }
        }
      if (!Row)
        continue;
      SiteResult Site;
      Site.Function = FI;
      Site.Loc = X.Loc;
      Site.Ordinal = C.Ordinal;
      Site.Api = Row->Name;
      switch (Row->E) {
      case Effect::Acquire:
        Site.Effect = "acquire";
        break;
      case Effect::TryAcquire:
        Site.Effect = "try-acquire";
        break;
      case Effect::Release:
        Site.Effect = "release";
        break;
      case Effect::Convert:
        Site.Effect = "convert";
        break;
      case Effect::Destroy:
        Site.Effect = "destroy";
        break;
      default:
        Site.Effect = "use";
        break;
      }
      if ((Row->Lock.K == Operand::Arg || Row->Lock.K == Operand::Deref ||
           Row->Lock.K == Operand::Handle) &&
          Row->Lock.ArgNo < C.ArgNames.size())
        Site.Lock = PF.M->str(C.ArgNames[Row->Lock.ArgNo]).str();
      else
        Site.Lock = Row->Lock.Name;
      auto It = Reached.find(FI);
      Site.Reached = It != Reached.end() && It->second.count(V);
      R.Sites.push_back(std::move(Site));
    }
  }
}
