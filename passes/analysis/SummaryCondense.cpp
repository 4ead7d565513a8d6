//===- SummaryCondense.cpp - A summary with fewer cases -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryCondense.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <map>

using namespace llvm;
using namespace spinguard;

namespace {

class Condenser {
public:
  Condenser(const Summary &S, bool KeepsNames)
      : Out(S), KeepsNames(KeepsNames) {}

  Summary run() {
    for (auto &Factor : Out.Factors) {
      std::vector<ExitCase> Cases;
      for (ExitCase &C : Factor) {
        auto Same =
            find_if(Cases, [&](const ExitCase &O) { return isAlike(O, C); });
        if (Same == Cases.end())
          Cases.push_back(std::move(C));
        else
          merge(*Same, C);
      }
      for (ExitCase &C : Cases) {
        if (!KeepsNames)
          keepNumbers(C);
        wipeRegions(C);
      }
      Factor = std::move(Cases);
    }
    Out.Id.reset();
    return std::move(Out);
  }

private:
  bool isNumber(PoolId Id) const {
    return Out.Pool[Id].Kind == TermKind::Const;
  }
  bool isAlike(const ExitCase &A, const ExitCase &B) const;
  PoolId someOf(unsigned Width);
  void merge(ExitCase &To, const ExitCase &C);
  void keepNumbers(ExitCase &C) const;
  void wipeRegions(ExitCase &C) const;

  Summary Out;
  bool KeepsNames;
};

} // namespace

static bool leavesAlike(const LockEffect &A, const LockEffect &B) {
  return A.Lock == B.Lock && A.Entry == B.Entry && A.Exit == B.Exit &&
         A.Mode == B.Mode && A.Depth == B.Depth && A.Many == B.Many &&
         A.Draining == B.Draining && A.Ended == B.Ended &&
         A.Handle == B.Handle && A.Saved == B.Saved && A.Restored == B.Restored;
}

static bool savesAlike(const SavedMask &A, const SavedMask &B) {
  return A.Saved == B.Saved && A.Mask == B.Mask && A.OpenBits == B.OpenBits;
}

bool Condenser::isAlike(const ExitCase &A, const ExitCase &B) const {
  return A.Unwinds == B.Unwinds && A.ThreadExit == B.ThreadExit &&
         (A.Return == B.Return ||
          (!isNumber(A.Return) && !isNumber(B.Return) &&
           Out.Pool[A.Return].Width == Out.Pool[B.Return].Width &&
           Out.Pool[A.Return].Kind != TermKind::Tuple &&
           Out.Pool[B.Return].Kind != TermKind::Tuple)) &&
         std::equal(A.Locks.begin(), A.Locks.end(), B.Locks.begin(),
                    B.Locks.end(), leavesAlike) &&
         A.Lives == B.Lives && A.Freed == B.Freed && A.Mask == B.Mask &&
         std::equal(A.Saves.begin(), A.Saves.end(), B.Saves.begin(),
                    B.Saves.end(), savesAlike);
}

/// A value of which nothing is known.
PoolId Condenser::someOf(unsigned Width) {
  Term X;
  X.Kind = TermKind::Sym;
  X.Op = uint8_t(SymKind::Opaque);
  X.Width = Width;
  X.Imm = int64_t(Out.Pool.size());
  Out.Pool.push_back(X);
  return PoolId(Out.Pool.size() - 1);
}

/// Adds \p C, which leaves locks as \p To does.
void Condenser::merge(ExitCase &To, const ExitCase &C) {
  Range Returned = Out.resultOf(To);
  Returned.unite(Out.resultOf(C));
  // What both know.
  std::vector<PoolFact> Facts;
  for (const PoolFact &F : To.Facts) {
    auto Same = find_if(C.Facts, [&](const PoolFact &O) { return O.T == F.T; });
    if (Same == C.Facts.end())
      continue;
    Range Both = F.R;
    Both.unite(Same->R);
    if (!Both.isFull())
      Facts.push_back({F.T, Both});
  }
  To.Facts = std::move(Facts);
  if (To.Return != C.Return) {
    To.Return = someOf(Out.Pool[To.Return].Width);
    if (!Returned.isFull())
      To.Facts.push_back({To.Return, Returned});
  }
  // What both write; what one of them writes is not known.
  std::vector<std::pair<PoolId, PoolId>> Mem;
  auto Writes = [](const ExitCase &X, const std::pair<PoolId, PoolId> &M) {
    return is_contained(X.Mem, M);
  };
  auto Forget = [&](PoolId At) {
    if (!is_contained(To.Clobbered, At))
      To.Clobbered.push_back(At);
  };
  for (const auto &M : To.Mem)
    if (Writes(C, M))
      Mem.push_back(M);
    else
      Forget(M.first);
  for (const auto &M : C.Mem)
    if (!is_contained(Mem, M))
      Forget(M.first);
  To.Mem = std::move(Mem);
  for (PoolId At : C.Clobbered)
    Forget(At);
  for (PoolId Id : C.Given)
    if (!is_contained(To.Given, Id))
      To.Given.push_back(Id);
  for (const auto &W : C.Wiped)
    if (!is_contained(To.Wiped, W))
      To.Wiped.push_back(W);
  for (size_t I = 0; I < To.Locks.size(); ++I)
    To.Locks[I].Doubts |= C.Locks[I].Doubts;
}

void Condenser::keepNumbers(ExitCase &C) const {
  llvm::erase_if(C.Mem, [&](const std::pair<PoolId, PoolId> &M) {
    if (isNumber(M.second))
      return false;
    if (!is_contained(C.Clobbered, M.first))
      C.Clobbered.push_back(M.first);
    return true;
  });
}

/// Where many members of an object are not known any more, what lies between
/// them is not known, either.
void Condenser::wipeRegions(ExitCase &C) const {
  const size_t MaxMembers = KeepsNames ? 4 : 1;
  constexpr int64_t Word = 8;
  if (C.Clobbered.size() <= MaxMembers)
    return;
  std::map<PoolId, std::vector<PoolId>> Members;
  std::vector<PoolId> Kept;
  for (PoolId At : C.Clobbered) {
    const Term &X = Out.Pool[At];
    if (X.Kind == TermKind::PtrAdd)
      Members[X.A].push_back(At);
    else
      Kept.push_back(At);
  }
  for (auto &[Object, Of] : Members) {
    if (Of.size() <= MaxMembers) {
      Kept.insert(Kept.end(), Of.begin(), Of.end());
      continue;
    }
    auto Before = [&](PoolId A, PoolId B) {
      return Out.Pool[A].Imm < Out.Pool[B].Imm;
    };
    auto [First, Last] = std::minmax_element(Of.begin(), Of.end(), Before);
    C.Wiped.push_back(
        {*First, Out.Pool[*Last].Imm - Out.Pool[*First].Imm + Word});
  }
  C.Clobbered = std::move(Kept);
}

Summary spinguard::condensed(const Summary &S, bool KeepsNames) {
  return Condenser(S, KeepsNames).run();
}
