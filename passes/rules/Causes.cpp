//===- Causes.cpp - Findings of one cause ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The keys by which findings are one, and the joining of groups by them.
//
//===----------------------------------------------------------------------===//

#include "rules/Causes.h"
#include "rules/RuleFunctions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace spinguard;

static std::string keyOf(const SourceLoc &L, StringRef A, StringRef B,
                         StringRef C) {
  return (L.File + ":" + utostr(L.Line) + ":" + utostr(L.Column) + ":" + A +
          ":" + B + ":" + C)
      .str();
}

/// The call, made with the lock held that was acquired at \p Acquired, below
/// which the path ends; or null.
static const PathStep *callWithLock(ArrayRef<PathStep> Path,
                                    const SourceLoc &Acquired) {
  const PathStep *Acquire = nullptr, *Call = nullptr;
  for (const PathStep &S : Path)
    if (S.K == PathStep::Acquire && S.Loc == Acquired) {
      Acquire = &S;
      Call = nullptr;
    } else if (Acquire && S.K == PathStep::Call && S.Depth == Acquire->Depth) {
      Call = &S;
    }
  return Call;
}

SmallVector<std::string, 4> spinguard::causesOf(const Program &P,
                                                const Incident &I,
                                                const Finding &F,
                                                bool Released) {
  SmallVector<std::string, 4> Keys;
  SourceLoc Acquired = P.loc(I.Acquired);
  // Nobody releases what this acquire takes: all that goes wrong with the lock
  // held comes from there.
  if (Acquired.isValid() && !Released)
    Keys.push_back(keyOf(Acquired, "never released", "", ""));
  // A lock that is held across a region in which several calls may wait, or a
  // call that may wait below several places where a lock is held. (One in a
  // header is part of whatever calls it.)
  if ((I.Kind == IncidentKind::Waits || I.Kind == IncidentKind::Completes) &&
      !F.Path.empty() && F.Path.back().K == PathStep::Event) {
    const PathStep &Call = F.Path.back();
    std::string What = I.Class.empty() ? F.LockKind : I.Class.str();
    Keys.push_back(keyOf(Call.Loc, Call.Function, F.RuleId, What));
    // What wants interrupts enabled is seldom reached, and comes to light in
    // all that leads there with interrupts masked.
    if (I.IrqsOn)
      Keys.push_back(keyOf(Call.Loc, Call.Function, F.RuleId, "interrupts"));
    if (Call.Loc.File == F.Loc.File)
      Keys.push_back(keyOf(Call.Loc, Call.Function, F.RuleId, ""));
    Keys.push_back(
        keyOf({F.Loc.File, F.Loc.Dir, 0, 0}, F.Function, F.RuleId, What));
    return Keys;
  }
  // What is called with the lock held takes it again, in several places maybe.
  // (Another call that leads to some of these places is another mistake; see
  // take() for one that leads to the same.)
  if (I.Kind == IncidentKind::AcquireHeld && Acquired.isValid())
    if (const PathStep *Call = callWithLock(F.Path, Acquired)) {
      Keys.push_back(
          keyOf(Acquired, "called", keyOf(Call->Loc, "", "", ""), F.Lock));
      return Keys;
    }
  bool Leaks = I.Kind == IncidentKind::HeldAtExit ||
               I.Kind == IncidentKind::InconsistentExit;
  if (!Leaks || !Acquired.isValid())
    Keys.push_back(keyOf(F.Loc, F.Function, F.RuleId, F.Lock));
  // One leaked acquire is one finding at each return of its function, whatever
  // the lock is called on the way there; what leaks out of a function of
  // another file, comes out of each entry point above it.
  else if (I.Kind == IncidentKind::HeldAtExit && Acquired.File != F.Loc.File)
    Keys.push_back(keyOf(Acquired, "", F.RuleId, ""));
  else
    Keys.push_back(
        keyOf(F.Loc, F.Function, F.RuleId, keyOf(Acquired, "", "", "")));
  return Keys;
}

/// That a lock is left held says more than what comes of it.
static bool isLeak(const Finding &F) {
  return F.RuleId == ruleInfo(RuleKind::HeldAtExit).Id ||
         F.RuleId == ruleInfo(RuleKind::InconsistentExit).Id;
}

static bool tellsBetter(const Finding &A, const Finding &B) {
  auto Rank = [](const Finding &X) {
    return std::make_tuple(-int(X.Sure), !isLeak(X), X.EntryPoint.empty(),
                           X.Path.size(), StringRef(X.EntryPoint), X.Loc);
  };
  return Rank(A) < Rank(B);
}

void FindingGroups::join(size_t To, FindingGroup G) {
  FindingGroup &T = Groups[To];
  // (What is told elsewhere does not tell.)
  bool Better =
      T.OutOfScope != G.OutOfScope ? T.OutOfScope : tellsBetter(G.F, T.F);
  if (T.Entries.empty() || Better) {
    T.F = std::move(G.F);
    T.OutOfScope = G.OutOfScope;
  }
  T.Entries.insert(G.Entries.begin(), G.Entries.end());
  T.Places.insert(G.Places.begin(), G.Places.end());
}

void FindingGroups::add(FindingGroup G, ArrayRef<std::string> Causes) {
  size_t To = Groups.size();
  Groups.emplace_back();
  Joined.insert(To);
  join(To, std::move(G));
  for (const std::string &C : Causes) {
    auto [It, IsNew] = ByCause.try_emplace(C, To);
    if (IsNew || Joined.isEquivalent(It->second, To))
      continue;
    size_t From = Joined.getLeaderValue(It->second);
    join(To, std::exchange(Groups[From], FindingGroup()));
    Joined.unionSets(To, From);
  }
}

std::vector<FindingGroup> FindingGroups::take() {
  std::map<std::pair<std::string, decltype(FindingGroup::Places)>, size_t>
      AtPlaces;
  for (size_t I = 0; I < Groups.size(); ++I) {
    FindingGroup &G = Groups[I];
    if (G.Entries.empty() || G.F.RuleId != ruleInfo(RuleKind::DoubleAcquire).Id)
      continue;
    auto [It, IsNew] = AtPlaces.try_emplace({G.F.Lock, G.Places}, I);
    if (!IsNew)
      join(It->second, std::exchange(G, FindingGroup()));
  }
  llvm::erase_if(Groups,
                 [](const FindingGroup &G) { return G.Entries.empty(); });
  // That a lock is left held says why its life ends too early.
  llvm::stable_sort(Groups, [](const FindingGroup &A, const FindingGroup &B) {
    return A.OutOfScope < B.OutOfScope;
  });
  return std::move(Groups);
}
