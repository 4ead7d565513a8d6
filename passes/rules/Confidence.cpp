//===- Confidence.cpp - How likely a finding is a defect ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Confidence follows from evidence: from what the path supposes that nothing
// in the program shows, and from what the rest of the program does with the
// lock. A finding is not more certain because its rule is; and nothing here
// makes a finding or takes one away.
//
//===----------------------------------------------------------------------===//

#include "rules/RuleFunctions.h"

using namespace llvm;
using namespace spinguard;

namespace {

struct Evidence {
  Doubt D;
  Confidence AtMost;
  StringLiteral Text;
};

constexpr Evidence Table[] = {
    {GuessedCallee, Confidence::Low,
     "the path calls a function because it was stored to such a field of a "
     "table that the system has, too; another may be called there"},
    {OneOfSeveral, Confidence::Medium,
     "the path calls one of several functions that are stored to such a field; "
     "in that object it may be another"},
    {AtomicOutcome, Confidence::Low,
     "a branch on the path depends on what an atomic operation gives, such as "
     "whether a reference was the last one"},
    {HeldByCondition, Confidence::Low,
     "a callee takes the lock, or masks, or does not, by a condition that its "
     "caller does not show"},
    {HandedOver, Confidence::Low,
     "the other half of the pair is nowhere in the program: a function that is "
     "not part of it may do that"},
    {OneSided, Confidence::Low,
     "an entry point does the other half of the pair alone: the lock may be "
     "handed over on purpose"},
    {SometimesBoth, Confidence::Medium,
     "an entry point does the other half of the pair alone: the lock may be "
     "handed over on purpose, though another return of this one, with the "
     "same result, leaves it released"},
    {UnknownCallers, Confidence::Medium,
     "its callers are not known: they may know which"},
    {ByOthers, Confidence::Medium,
     "a branch on the path is taken because another thread may have changed "
     "what it reads"},
    {UnknownEntry, Confidence::Medium,
     "no entry point that is known leads here: whether the conditions of the "
     "path come true is up to callers that are not known"},
    {UnknownMask, Confidence::Low,
     "its callers are not known, and may have masked the handler"},
    {Copied, Confidence::Medium,
     "a copy of a lock does no harm until it is used as a lock"},
    {Estimated, Confidence::Medium,
     "the time is an estimate, or that of a loop which may end earlier"},
    {UnknownTime, Confidence::Low,
     "how often a part of it runs, or how long it takes, is not known"},
    {Recursion, Confidence::Medium,
     "the acquire comes again by recursion: what ends that may be what the "
     "function takes the lock by"},
    {NearLimit, Confidence::Low,
     "the estimate is so near to the limit that its error may decide"},
    {LostStates, Confidence::Low,
     "more ways to hold locks meet on the way than are told apart: some are "
     "one, and what is known on all of them may come from two"},
    {SameField, Confidence::Medium,
     "the locks are told by the field that they are, and may lie in different "
     "objects"},
};

} // namespace

void spinguard::weigh(Finding &F, DoubtSet Doubts) {
  for (const PathStep &S : F.Path)
    Doubts |= S.Doubts;
  for (const RelatedPath &R : F.RelatedPaths)
    for (const PathStep &S : R.Path)
      Doubts |= S.Doubts;
  F.Sure = Confidence::High;
  F.Doubts.clear();
  for (const Evidence &E : Table)
    if (Doubts & E.D) {
      F.Sure = std::min(F.Sure, E.AtMost);
      F.Doubts.push_back(E.Text.str());
    }
}

/// \p Function has acquired a lock on the path, which gives up that of \p I
/// right before it gives it up again: whether the function does that on other
/// paths is no matter.
static bool hasDoneItsPart(StringRef Function, ArrayRef<PathStep> Path,
                           const Incident &I) {
  if (Path.size() < 2)
    return false;
  const PathStep &Before = Path[Path.size() - 2];
  return Before.K == PathStep::Release &&
         StringRef(Before.Text)
             .starts_with((Twine("'") + I.LockText + "' ").str()) &&
         any_of(Path, [&](const PathStep &S) {
           return S.K == PathStep::Acquire && S.Function == Function;
         });
}

/// The path takes the lock of \p I and gives it up before it does that again:
/// there is no half that another routine may have done.
static bool hasDoneBoth(ArrayRef<PathStep> Path, const Incident &I) {
  bool Taken = false, Given = false;
  for (const PathStep &S : Path.drop_back(!Path.empty())) {
    if (!StringRef(S.Text).starts_with((Twine("'") + I.LockText + "' ").str()))
      continue;
    Given |= Taken && S.K == PathStep::Release;
    Taken |= S.K == PathStep::Acquire;
  }
  return Given;
}

/// A lock that is left held, or released, where the program shows no more than
/// that half of what is done to it.
static DoubtSet halves(const Program &P, const LockStateResult &R,
                       const EntryResult &E, const Incident &I,
                       ArrayRef<PathStep> Path) {
  const HeldContext &Context = *R.Context;
  bool Released = I.Kind == IncidentKind::ReleaseUnheld;
  // A routine that the system calls does the other half, for this one to have
  // done the first: on another of its own paths, perhaps.
  auto DoesOtherHalf = [&](const EntryResult &O) {
    bool Takes = Context.acquires(O.Function, I.Class);
    bool Gives = Context.releases(O.Function, I.Class);
    const auto &Halves = Released ? O.Takes : O.Gives;
    // Its own paths speak of the lock by one name.
    bool Alone =
        O.Function == E.Function
            ? !Released && Halves.count({I.Class, I.LockText}) != 0
            : any_of(Halves, [&](const auto &H) { return H.first == I.Class; });
    return O.AsRole && (Alone || (Takes == Released && Gives != Released));
  };
  if (!I.Class.empty() && !(Released && hasDoneBoth(Path, I)) &&
      any_of(R.Entries, DoesOtherHalf))
    return I.Inconsistent ? SometimesBoth : OneSided;
  if (Released) {
    // A part of it keeps the lock, on a condition.
    if (!I.Class.empty() && any_of(E.Reach, [&](FunctionId F) {
          return Context.acquires(F, I.Class) &&
                 !Context.releases(F, I.Class) &&
                 !hasDoneItsPart(
                     P.symbols()[P.functions()[F].Symbol].SourceName, Path, I);
        }))
      return HeldByCondition;
    // (Of a class that is not known, the kind is.)
    bool Elsewhere =
        (!Context.isAcquired(I.Class) || !Context.isKindAcquired(I.LockKind)) &&
        any_of(E.Reach,
               [&](FunctionId F) { return P.functions()[F].HasUnknownCall; });
    return Elsewhere ? HandedOver : I.Doubts & HandedOver;
  }
  return Context.isReleased(I.Class) ? NoDoubt : I.Doubts & HandedOver;
}

/// The one acquire is met twice, the second time below itself.
static bool isRecursion(ArrayRef<PathStep> Path, const Incident &I) {
  if (Path.empty() || !(I.Acquired == I.Loc))
    return false;
  const PathStep &Last = Path.back();
  return any_of(Path.drop_back(), [&](const PathStep &S) {
    return S.K == PathStep::Acquire && S.Loc == Last.Loc &&
           S.Depth < Last.Depth;
  });
}

DoubtSet spinguard::doubtsOf(const Program &P, const LockStateResult &R,
                             const EntryResult &E, const Incident &I,
                             ArrayRef<PathStep> Path) {
  DoubtSet Doubts = I.Doubts & ~HandedOver;
  bool HasCondition =
      any_of(Path, [](const PathStep &S) { return S.K == PathStep::Branch; });
  if (!E.AsRole && I.Kind != IncidentKind::InconsistentExit &&
      (HasCondition || !I.Facts.empty()))
    Doubts |= UnknownEntry;
  if (I.Kind == IncidentKind::AcquireHeld && isRecursion(Path, I))
    Doubts |= Recursion;
  switch (I.Kind) {
  case IncidentKind::InconsistentExit:
    return Doubts | halves(P, R, E, I, Path) | UnknownCallers;
  case IncidentKind::HeldAtExit:
  case IncidentKind::ReleaseUnheld:
    // Where the contract of the role is that the routine does both, that is
    // what it is judged by.
    // (What the system acquired for the routine is not acquired by anything.)
    if (P.isStrict(I.Api) ||
        (I.Kind == IncidentKind::HeldAtExit && !I.Acquired.M))
      return Doubts;
    return Doubts | halves(P, R, E, I, Path);
  case IncidentKind::AcquireHeld:
  case IncidentKind::Lifetime:
    return Doubts |
           (R.Context->isReleased(I.Class) ? NoDoubt : I.Doubts & HandedOver);
  default:
    return Doubts;
  }
}
