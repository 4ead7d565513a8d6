//===- SimulationWaiting.cpp - Calls that must not be made with a lock ----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call that may wait, or that completes a request, goes wrong where a spin
// lock is held. Where this function holds none, it goes wrong in callers that
// hold one which is not given up before. The finding belongs to the function
// that holds the lock; what lies below is its path.
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

/// What the lock may be one with where its path means nothing: all locks of its
/// class, or all that the same field points to. Empty if neither is known.
StringRef Simulation::kindOf(TermId Lock, StringRef Hint) const {
  StringRef Class = classOf(Lock, Hint);
  return Class.empty() ? pointerKindOf(Lock) : Class;
}

StringRef Simulation::pointerKindOf(TermId Lock) const {
  int64_t Off;
  const Term &X = T[T.splitOffset(Lock, Off)];
  if ((X.Kind != TermKind::InitMem && X.Kind != TermKind::Sym) || !X.A ||
      T.tag(X.A).empty())
    return "";
  return P.intern(("*" + T.tag(X.A) + "+" + Twine(Off)).str());
}

/// The lock that was acquired last of those that are surely held and that
/// forbid their holder to sleep; null if there is none. \p Kinds: of locks
/// that were given up, as \p Dropped were.
const LockEntry *Simulation::newestSpinLock(const State &S,
                                            ArrayRef<TermId> Dropped,
                                            ArrayRef<StringRef> Kinds) const {
  auto MayBeOfKinds = [&](const LockEntry &E) {
    StringRef Kind = kindOf(E.Lock, E.Class);
    return Kind.empty() || is_contained(Kinds, Kind) ||
           is_contained(Kinds, pointerKindOf(E.Lock));
  };
  for (const LockEntry *E : newestHeld(S, ~size_t(0)))
    if (!E->Draining && !P.models().findLockKind(E->Kind).MaySleep &&
        none_of(Dropped, [&](TermId D) { return mayBeOne(D, *E); }) &&
        (Kinds.empty() || !MayBeOfKinds(*E)))
      return E;
  return nullptr;
}

/// What was in force when a value was saved of which the path knows that
/// nothing, or something, was masked then; null if it knows of none.
const MaskState *Simulation::savedWhere(const State &S, bool Open) {
  if (OpenBits.empty())
    return nullptr;
  for (const auto &[Saved, Then] : reverse(S.Saves)) {
    auto It = OpenBits.find(Saved);
    if (It == OpenBits.end())
      continue;
    unsigned Width = T[Saved].Width;
    TermId Zero = T.constant(0, Width);
    TermId Masked =
        T.compare(ComparePred::EQ,
                  T.binary(BinaryOp::And, Saved,
                           T.constant(int64_t(It->second), Width), Width),
                  Zero);
    if (decide(T, S.Facts, Masked) == !Open)
      return &Then;
  }
  return nullptr;
}

/// After a branch: what is masked now was masked before as well, if the path
/// has seen that in what it saved. (It will not unmask it.)
void Simulation::testsMask(State &S) {
  if (S.Mask.Kind != MaskState::Known || S.Mask.Level != Masked::Isr)
    return;
  if (const MaskState *Then = savedWhere(S, /*Open=*/false))
    S.Mask.restore(*Then);
}

/// What the row of a modelled call does to what is masked. \p Saved: the value
/// by which it will come back. \p Restored: the value put back.
void Simulation::masks(State &S, const Api &A, TermId Saved, TermId Restored) {
  bool Counts =
      isLockEffect(A.E) && P.models().findLockKind(A.LockKind).CountsPreemption;
  if (A.Masks != Masked::Nothing) {
    // What was given up by another variant has left nothing masked.
    if (S.Mask == MaskState())
      S.Mismatched = 0;
    if (Saved && !A.Nested)
      S.setSavedMask(Saved, S.Mask);
    S.Mask.mask(A.Masks, A.Nested);
    if (Counts && A.Masks > Masked::Preempt)
      S.Mask.mask(Masked::Preempt, /*Nested=*/true);
    assumeCounted(S);
  }
  if (A.Unmasks == Masked::Nothing)
    return;
  if (Counts && A.Unmasks > Masked::Preempt)
    S.Mask.unmask(Masked::Preempt, /*Nested=*/true);
  if (!Restored && !A.Nested)
    if (const MaskState *Then = savedWhere(S, /*Open=*/true)) {
      S.Mask.restore(*Then);
      return;
    }
  if (!Restored || A.Nested) {
    S.Mask.unmask(A.Unmasks, A.Nested);
    return;
  }
  // As a byte, or a word.
  auto IsWidened = [&](const Term &X) {
    int64_t Byte;
    return X.Kind == TermKind::ZExt || X.Kind == TermKind::SExt ||
           X.Kind == TermKind::Trunc ||
           (X.Kind == TermKind::Binary && BinaryOp(X.Op) == BinaryOp::And &&
            T.isConst(X.B, Byte) && Byte == 0xff);
  };
  while (IsWidened(T[Restored]))
    Restored = T[Restored].A;
  if (const MaskState *Then = S.savedMask(Restored)) {
    S.Mask.restore(*Then);
    return;
  }
  int64_t Irql;
  if (T.isConst(Restored, Irql) && P.models().systemOf(A.Family) == "windows") {
    S.Mask.set(Irql <= 0   ? Masked::Nothing
               : Irql == 1 ? Masked::Apc
               : Irql == 2 ? Masked::Dpc
                           : Masked::Isr);
  } else if (T.isEntryTerm(Restored)) {
    S.Mask.forget();
    S.Mask.Kind = MaskState::Restored;
    S.Mask.Saved = Restored;
  } else {
    S.Mask.forget();
  }
}

/// A call that may wait, or that completes a request.
void Simulation::callWaits(const Api &A, LocId Loc, const State &S,
                           ArrayRef<FactSet::Fact> Open) {
  LocalIncident L;
  // What cannot be known here, and no caller knows, is not told.
  for (const FactSet::Fact &Fact : Open)
    if (!T.isEntryTerm(Fact.first)) {
      assumption("'" + A.Name + "' does not wait where its arguments in '" +
                 M.str(F.SourceName).str() + "' are not known");
      return;
    }
  L.Must.assign(Open.begin(), Open.end());
  llvm::sort(L.Must, [](const FactSet::Fact &X, const FactSet::Fact &Y) {
    return X.first < Y.first;
  });
  bool Waits = A.Blocking != Blocks::Completion;
  L.I.InThread = A.Blocking == Blocks::WaitInThread;
  L.I.IrqsOn = A.Blocking == Blocks::IrqsOn;
  L.I.Kind = Waits ? IncidentKind::Waits : IncidentKind::Completes;
  L.I.Loc = {&M, Loc};
  L.I.Function = P.intern(P.locFunction(M, Loc, M.str(F.SourceName)));
  L.I.Api = A.Name;
  L.I.Detail = A.Name;
  State At = S;
  if (A.Blocking == Blocks::WaitPreemptible)
    At.Mask.unmask(Masked::Preempt, /*Nested=*/true);
  L.I.Mask = At.Mask;
  note(At, PathStep::Event, Loc,
       "'" + A.Name +
           (L.I.IrqsOn ? "' wants interrupts enabled"
            : Waits    ? "' may wait"
                       : "' completes or forwards a request"));
  waits(At, std::move(L), Loc);
}

/// The place of \p Loc in the function that has \p Beside in it, as the user
/// wrote it: where a callee was inlined, the call of it.
LocId Simulation::inFrameOf(LocId Loc, LocId Beside) const {
  auto Frames = [&](LocId L) {
    SmallVector<LocId, 8> Chain;
    for (; L && Chain.size() < 256; L = M.Locs[L].InlinedAt)
      Chain.push_back(L);
    return Chain;
  };
  SmallVector<LocId, 8> A = Frames(Loc), B = Frames(Beside);
  if (A.empty())
    return Loc;
  // From the outermost frame inwards, while both were inlined by one call.
  size_t I = 1;
  while (I < A.size() && I < B.size() && A[A.size() - I] == B[B.size() - I])
    ++I;
  return A[A.size() - I];
}

void Simulation::goesWrongInThread(const State &S, LocalIncident L) {
  if (L.I.Mask.isInterrupt() || (Opts.Outermost && !Opts.InThread))
    return;
  L.I.Needs = Opts.Outermost ? Need::Nothing : Need::Thread;
  if (Opts.Outermost)
    L.I.Mask = MaskState();
  record(std::move(L), S);
}

void Simulation::waits(State &S, LocalIncident L, LocId Loc) {
  if (L.I.InThread && L.I.Mask.isInterrupt())
    return;
  bool IsMasked =
      L.I.Kind == IncidentKind::Waits &&
      L.I.Mask.surelyMasks(L.I.IrqsOn ? Masked::Isr : Masked::Preempt);
  const LockEntry *E = L.I.IrqsOn && !IsMasked
                           ? nullptr
                           : newestSpinLock(S, L.Dropped, L.I.DroppedKinds);
  if (E || IsMasked) {
    // Where the system calls at a raised level, the call itself is the place.
    if (!Opts.Outermost) {
      LocId Beside = E && E->Site != NoId ? F.Values[E->Site].Loc : 0;
      Loc = inFrameOf(Loc, Beside);
      L.I.Loc = {&M, Loc};
      L.I.Function = P.intern(P.locFunction(M, Loc, M.str(F.SourceName)));
    }
    L.I.Needs = Need::Nothing;
    if (E) {
      L.I.Acquired = E->At;
      L.I.LockText = E->Text;
      L.I.LockKind = E->Kind;
      L.I.Class = classOf(E->Lock, E->Class);
      L.I.AccessPath = termText(E->Lock);
      L.I.Doubts |= E->Doubts;
      // Which of many a loop has let go again is not known for sure.
      if (E->Many)
        L.I.Doubts |= SameField;
    } else {
      for (Masked M : {Masked::Preempt, Masked::Dpc, Masked::Isr})
        if (L.I.Mask.surelyMasks(M))
          L.I.Highest = M;
    }
    L.Dropped.clear();
    L.I.DroppedKinds.clear();
    if (L.I.InThread)
      return goesWrongInThread(S, std::move(L));
    L.I.Mask = MaskState();
    record(std::move(L), S);
    return;
  }
  if (Opts.Outermost)
    return;
  // A caller may hold any lock but those that are given up on the way here.
  std::vector<TermId> Named;
  auto Drop = [&](TermId Lock, StringRef Class) {
    if (T.isEntryPlace(Lock)) {
      Named.push_back(Lock);
      return true;
    }
    L.I.DroppedKinds.push_back(kindOf(Lock, Class));
    return !L.I.DroppedKinds.back().empty();
  };
  for (const LockEntry &E : S.Locks)
    if (E.Entry == EntryHold::Held && E.Now != Hold::Held &&
        !Drop(E.Lock, E.Class))
      return;
  if (!all_of(L.Dropped, [&](TermId D) { return Drop(D, ""); }))
    return;
  L.Dropped = std::move(Named);
  llvm::sort(L.I.DroppedKinds);
  L.I.DroppedKinds.erase(
      std::unique(L.I.DroppedKinds.begin(), L.I.DroppedKinds.end()),
      L.I.DroppedKinds.end());
  llvm::sort(L.Dropped);
  L.Dropped.erase(std::unique(L.Dropped.begin(), L.Dropped.end()),
                  L.Dropped.end());
  L.I.Needs = Need::Atomic;
  record(std::move(L), S);
}
