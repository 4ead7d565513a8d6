//===- FunctionInfo.cpp - Order, loops and liveness of a function ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/FunctionInfo.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/SparseBitVector.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

/// Sum of loop sizes and of live-in lists beyond which a function is given up.
static constexpr size_t MaxTableSize = 20'000'000;

FunctionInfo::FunctionInfo(const FlowFunction &F) : F(F) {
  size_t N = F.Blocks.size();
  IsUsed.assign(F.Values.size(), false);
  auto Use = [&](ValueId V) {
    if (V != NoId)
      IsUsed[V] = true;
  };
  for (const FlowValue &V : F.Values)
    for (ValueId O : {V.A, V.B, V.C})
      Use(O);
  for (const FlowPhi &P : F.Phis)
    for (const auto &In : P.Incoming)
      Use(In.second);
  for (const FlowCall &C : F.Calls) {
    Use(C.CalleeValue);
    for (ValueId V : C.Args)
      Use(V);
  }
  for (const FlowBlock &B : F.Blocks)
    Use(B.Cond);
  IsEnv.assign(F.Values.size(), false);
  BlockOf.assign(F.Values.size(), NoId);
  for (BlockId B = 0; B < N; ++B) {
    for (ValueId V : F.Blocks[B].Phis) {
      IsEnv[V] = true;
      BlockOf[V] = B;
    }
    for (ValueId V : F.Blocks[B].Insts) {
      IsEnv[V] = true;
      BlockOf[V] = B;
    }
  }
  IsReturnBlock.assign(N, false);
  for (BlockId B = 0; B < N; ++B) {
    const FlowBlock &FB = F.Blocks[B];
    bool Only = FB.Term == FlowTerm::Return;
    for (ValueId V : FB.Insts)
      Only &= F.Values[V].Op <= FlowOp::Insert;
    IsReturnBlock[B] = Only;
  }
  order();
  loops();
  if (TooLarge.empty())
    liveness();
}

void FunctionInfo::order() {
  size_t N = F.Blocks.size();
  RpoIndex.assign(N, NoId);
  IsHeader.assign(N, false);
  if (N == 0)
    return;
  std::vector<uint8_t> Seen(N, 0);
  std::vector<std::pair<BlockId, size_t>> Stack{{0, 0}};
  Seen[0] = 1;
  std::vector<BlockId> Post;
  while (!Stack.empty()) {
    auto &[B, I] = Stack.back();
    const auto &Succs = F.Blocks[B].Succs;
    if (I < Succs.size()) {
      BlockId S = Succs[I++];
      if (!Seen[S]) {
        Seen[S] = 1;
        Stack.push_back({S, 0});
      }
      continue;
    }
    Post.push_back(B);
    Stack.pop_back();
  }
  Rpo.assign(Post.rbegin(), Post.rend());
  for (uint32_t I = 0; I < Rpo.size(); ++I)
    RpoIndex[Rpo[I]] = I;
}

void FunctionInfo::loops() {
  size_t N = F.Blocks.size();
  Loop.resize(N);
  LoopOf.assign(N, NoId);
  std::vector<std::vector<BlockId>> Preds(N);
  std::vector<std::vector<BlockId>> Latches(N);
  for (BlockId B : Rpo)
    for (BlockId S : F.Blocks[B].Succs) {
      Preds[S].push_back(B);
      // In irreducible regions too, every cycle has an edge that goes back in
      // the order; its target plays the header.
      if (RpoIndex[S] <= RpoIndex[B]) {
        IsHeader[S] = true;
        Latches[S].push_back(B);
      }
    }
  size_t Total = 0;
  std::vector<uint32_t> Mark(N, NoId);
  for (BlockId H : Rpo) {
    if (!IsHeader[H])
      continue;
    std::vector<BlockId> &Body = Loop[H];
    std::vector<BlockId> Work;
    Mark[H] = H;
    Body.push_back(H);
    for (BlockId L : Latches[H])
      if (Mark[L] != H) {
        Mark[L] = H;
        Body.push_back(L);
        Work.push_back(L);
      }
    while (!Work.empty()) {
      BlockId B = Work.back();
      Work.pop_back();
      for (BlockId P : Preds[B])
        // A block before the header in the order is outside (irreducible
        // entries into the loop are not followed past it).
        if (Mark[P] != H && RpoIndex[P] >= RpoIndex[H]) {
          Mark[P] = H;
          Body.push_back(P);
          Work.push_back(P);
        }
    }
    std::sort(Body.begin(), Body.end());
    // Inner headers come later in the order and overwrite outer ones.
    for (BlockId B : Body)
      LoopOf[B] = H;
    Total += Body.size();
    if (Total > MaxTableSize) {
      TooLarge = "its loops are nested too deep";
      return;
    }
  }
}

bool FunctionInfo::inLoop(BlockId Header, BlockId B) const {
  return std::binary_search(Loop[Header].begin(), Loop[Header].end(), B);
}

void FunctionInfo::forEachEnvUse(ValueId V,
                                 function_ref<void(ValueId)> Fn) const {
  if (V == NoId)
    return;
  SmallVector<ValueId, 8> Work{V};
  for (unsigned Steps = 0; !Work.empty() && Steps < 4096; ++Steps) {
    ValueId X = Work.pop_back_val();
    if (IsEnv[X]) {
      Fn(X);
      continue;
    }
    const FlowValue &FV = F.Values[X];
    if (FV.Op <= FlowOp::Function || FV.Op > FlowOp::Insert)
      continue;
    for (ValueId O : {FV.A, FV.B, FV.C})
      if (O != NoId)
        Work.push_back(O);
  }
}

void FunctionInfo::liveness() {
  size_t N = F.Blocks.size();
  std::vector<SparseBitVector<>> In(N);
  std::vector<SparseBitVector<>> Gen(N), Def(N);
  // What a block uses before it defines it, and what it defines. A phi's use
  // is at the end of the predecessor.
  std::vector<std::vector<ValueId>> PhiUses(N);
  for (BlockId B : Rpo) {
    const FlowBlock &FB = F.Blocks[B];
    auto Use = [&](ValueId V) {
      forEachEnvUse(V, [&](ValueId X) {
        if (!Def[B].test(X))
          Gen[B].set(X);
      });
    };
    for (ValueId V : FB.Phis)
      Def[B].set(V);
    for (ValueId V : FB.Insts) {
      const FlowValue &FV = F.Values[V];
      for (ValueId O : {FV.A, FV.B, FV.C})
        Use(O);
      if (FV.Op == FlowOp::Call) {
        const FlowCall &C = F.Calls[FV.Aux];
        for (ValueId A : C.Args)
          Use(A);
        Use(C.CalleeValue);
      }
      Def[B].set(V);
    }
    Use(FB.Cond);
    for (ValueId V : FB.Phis)
      for (const auto &[P, X] : F.Phis[F.Values[V].Aux].Incoming)
        if (RpoIndex[P] != NoId)
          PhiUses[P].push_back(X);
  }
  for (BlockId B : Rpo)
    for (ValueId X : PhiUses[B])
      forEachEnvUse(X, [&](ValueId Y) {
        if (!Def[B].test(Y))
          Gen[B].set(Y);
      });
  bool Changed = true;
  size_t Total = 0;
  for (unsigned Round = 0; Changed; ++Round) {
    Changed = false;
    Total = 0;
    for (auto It = Rpo.rbegin(); It != Rpo.rend(); ++It) {
      BlockId B = *It;
      SparseBitVector<> New = Gen[B];
      for (BlockId S : F.Blocks[B].Succs) {
        SparseBitVector<> X = In[S];
        X.intersectWithComplement(Def[B]);
        New |= X;
      }
      if (!(New == In[B])) {
        In[B] = New;
        Changed = true;
      }
      Total += In[B].count();
      if (Total > MaxTableSize) {
        TooLarge = "too many values are live across its blocks";
        return;
      }
    }
    if (Round > 1000) {
      TooLarge = "its liveness does not settle";
      return;
    }
  }
  LiveIn.resize(N);
  for (BlockId B : Rpo) {
    LiveIn[B].assign(F.Blocks[B].Phis.begin(), F.Blocks[B].Phis.end());
    for (unsigned V : In[B])
      LiveIn[B].push_back(V);
  }
  selectors();
}

void FunctionInfo::selectors() {
  Selectors.resize(F.Blocks.size());
  std::vector<bool> Selects(F.Values.size(), false);
  std::vector<ValueId> Work;
  for (BlockId B : Rpo)
    if (F.Blocks[B].Term == FlowTerm::Switch)
      Work.push_back(F.Blocks[B].Cond);
  bool Any = !Work.empty();
  while (!Work.empty()) {
    ValueId V = Work.back();
    Work.pop_back();
    if (V == NoId || Selects[V] || F.Values[V].Op != FlowOp::Phi)
      continue;
    Selects[V] = true;
    for (const auto &In : F.Phis[F.Values[V].Aux].Incoming)
      Work.push_back(In.second);
  }
  if (!Any)
    return;
  for (BlockId B : Rpo)
    for (uint32_t I = 0; I < LiveIn[B].size(); ++I)
      if (Selects[LiveIn[B][I]])
        Selectors[B].push_back(I);
}
