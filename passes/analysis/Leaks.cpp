//===- Leaks.cpp - Returns with a lock held that callers cannot tell ------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Paths.h"
#include "analysis/SummaryWorker.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

static bool dependsOnMemory(const Summary &S, PoolId T) {
  std::vector<PoolId> Work{T};
  while (!Work.empty()) {
    const Term &X = S.Pool[Work.back()];
    Work.pop_back();
    if (X.Kind == TermKind::InitMem)
      return true;
    for (uint32_t O : {X.A, X.B, X.C})
      if (O)
        Work.push_back(O);
  }
  return false;
}

/// The caller can tell which of the two happened: by the result, by an
/// argument, or by what was written for it.
static bool toldApart(const Summary &S, const ExitCase &A, const ExitCase &B) {
  if (A.Return && B.Return) {
    // A failure that leaves the lock held where success does not is no
    // contract: nobody releases a lock because a call failed.
    Range RA = S.resultOf(A), RB = S.resultOf(B);
    if (!RA.intersects(RB) && !(RA.Hi < 0 && RB.Hi >= 0))
      return true;
  }
  for (const PoolFact &F : A.Facts)
    if (const Range *R = B.factOn(F.T))
      if (!R->intersects(F.R) && !dependsOnMemory(S, F.T) &&
          S.Pool[F.T].Kind != TermKind::Sym)
        return true;
  for (const auto &M : A.Mem)
    for (const auto &N : B.Mem)
      if (M.first == N.first) {
        const Term &X = S.Pool[M.second], &Y = S.Pool[N.second];
        if (X.Kind == TermKind::Const && Y.Kind == TermKind::Const &&
            X.Imm != Y.Imm)
          return true;
      }
  return false;
}

namespace {
/// A way to return with a lock held that a caller cannot tell from another way
/// to return, without it.
struct Leak {
  const ExitCase *Holding;
  const LockEffect *Lock;
  const ExitCase *Other; ///< Null: no caller can name the lock.
};
} // namespace

static std::vector<Leak> leaksOf(const Summary &S) {
  std::vector<Leak> Out;
  for (const auto &Factor : S.Factors)
    for (const ExitCase &A : Factor) {
      if (A.Unwinds)
        continue;
      for (const LockEffect &L : A.Locks) {
        if (L.Exit != Hold::Held || L.Entry == EntryHold::Held || L.Draining ||
            L.Ended)
          continue;
        const ExitCase *Other = nullptr;
        for (const ExitCase &B : Factor) {
          if (B.Unwinds || &B == &A)
            continue;
          bool Holds = false;
          for (const LockEffect &M : B.Locks)
            Holds |= M.Lock == L.Lock && M.Exit != Hold::Unheld;
          if (!Holds && !toldApart(S, A, B)) {
            Other = &B;
            break;
          }
        }
        if (Other)
          Out.push_back({&A, &L, Other});
      }
    }
  return Out;
}

bool spinguard::leavesHeld(const Summary &S) { return !leaksOf(S).empty(); }

bool spinguard::isReleasedAlike(const Summary &S, const ModuleLoc &Acquired) {
  auto Holds = [](const ExitCase &C, PoolId Lock) {
    return any_of(C.Locks, [&](const LockEffect &L) {
      return L.Lock == Lock && L.Exit != Hold::Unheld;
    });
  };
  auto ReturnsAlike = [&](const ExitCase &A, const ExitCase &B) {
    const Term &X = S.Pool[A.Return], &Y = S.Pool[B.Return];
    return X.Kind == TermKind::Const && Y.Kind == TermKind::Const &&
           X.Imm == Y.Imm;
  };
  for (const auto &Factor : S.Factors)
    for (const ExitCase &A : Factor)
      for (const LockEffect &L : A.Locks)
        if (!A.Unwinds && L.Exit == Hold::Held && L.At == Acquired &&
            any_of(Factor, [&](const ExitCase &B) {
              return !B.Unwinds && !Holds(B, L.Lock) && ReturnsAlike(A, B) &&
                     !toldApart(S, A, B);
            }))
          return true;
  return false;
}

/// The innermost callee that leaves a lock, acquired at \p At, held without a
/// sign: what its callers then do is no second defect.
FunctionId Analysis::whoLeaks(FunctionId F, const ModuleLoc &At) const {
  std::set<FunctionId> Seen{F};
  for (bool Deeper = true; Deeper;) {
    Deeper = false;
    for (FunctionId C : P.functions()[F].Callees) {
      const Summary *S = Shared->Table.find(C);
      if (Seen.count(C) || !S || !S->GaveUp.empty() ||
          !P.functions()[C].Roles.empty())
        continue;
      bool Leaks = false;
      for (const Leak &L : leaksOf(*S))
        Leaks |= L.Lock->At == At;
      if (!Leaks)
        continue;
      Seen.insert(C);
      F = C;
      Deeper = true;
      break;
    }
  }
  return F;
}

void Analysis::inconsistentExits(FunctionId Root, EntryResult &E) {
  const Summary *Own = Shared->Table.find(Root);
  if (!Own || !Own->GaveUp.empty())
    return;
  std::set<FunctionId> Told;
  for (const Leak &Seen : leaksOf(*Own)) {
    FunctionId FI = whoLeaks(Root, Seen.Lock->At);
    const ProgramFunction &PF = P.functions()[FI];
    std::string Name = P.symbols()[PF.Symbol].SourceName;
    if (FI != Root) {
      if (!LeaksTold.insert(FI).second && !Told.count(FI)) {
        E.Assumptions.push_back(
            P.intern("'" + Name +
                     "' leaves no lock held, contrary to what is reported of "
                     "it"));
        continue;
      }
      if (!Told.insert(FI).second)
        continue;
    }
    const Summary &S = FI == Root ? *Own : *Shared->Table.find(FI);
    for (const Leak &L : leaksOf(S)) {
      const ExitCase &A = *L.Holding;
      if (FI == Root && (L.Holding != Seen.Holding || L.Lock != Seen.Lock))
        continue;
      Incident I;
      I.Kind = IncidentKind::InconsistentExit;
      I.Loc = A.Loc;
      I.Acquired = L.Lock->At;
      I.Function = P.intern(Name);
      I.LockText = L.Lock->Text;
      I.LockKind = L.Lock->Kind;
      I.Api = L.Lock->Api;
      I.Class = L.Lock->Class;
      I.Doubts = L.Lock->Doubts;
      I.AccessPath = L.Lock->Text.str();
      std::vector<PathStep> Path = pathInFunction(P, FI, A.Path);
      PathStep X;
      X.K = PathStep::Exit;
      X.Loc = P.loc(A.Loc);
      X.Function = Name;
      X.Text = ("'" + Twine(Name) + "' returns with '" + I.LockText + "' held")
                   .str();
      Path.push_back(X);
      if (L.Other) {
        X.Loc = P.loc(L.Other->Loc);
        X.K = PathStep::Event;
        X.Text = "another return, which a caller cannot tell from it, "
                 "leaves it released";
        Path.push_back(X);
      }
      bool Known = false;
      for (const Incident &O : E.Incidents)
        Known |= O.Kind == I.Kind && O.Loc == I.Loc && O.LockText == I.LockText;
      if (!Known) {
        E.Paths[E.Incidents.size()] = std::move(Path);
        E.Incidents.push_back(std::move(I));
      }
    }
  }
  std::sort(E.Assumptions.begin(), E.Assumptions.end());
  E.Assumptions.erase(std::unique(E.Assumptions.begin(), E.Assumptions.end()),
                      E.Assumptions.end());
}
