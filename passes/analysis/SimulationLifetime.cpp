//===- SimulationLifetime.cpp - Locks and variants out of place -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The life of a lock on a path (initialised, in use, destroyed, freed, copied,
// out of scope), and whether the functions that acquire and release it belong
// together.
//
//===----------------------------------------------------------------------===//

#include "analysis/HeldContext.h"
#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

//===----------------------------------------------------------------------===//
// Life
//===----------------------------------------------------------------------===//

/// Says \p What of a lock, on the path so far.
void Simulation::reportLife(const State &S, TermId Lock, const LockEvent &E,
                            const std::string &What, Need N, DoubtSet Doubts) {
  State At = S;
  note(At, PathStep::Event, E.Loc,
       "'" + lockName(Lock, E.Text).str() + "' " + What);
  report(At, IncidentKind::Lifetime, Lock, N, E, What, {}, Doubts);
}

/// The lock of \p E becomes a lock.
void Simulation::initialises(State &S, const LockEvent &E) {
  TermId L = E.Lock;
  if (!L || T[L].Kind == TermKind::Undef || isNullAddress(L) || !tracks(L))
    return;
  LockEntry *Known = resolve(S, L);
  if (Known && Known->Now == Hold::Held && !Known->Many) {
    reportLife(S, L, E, "is initialised while it is held", Need::Nothing,
               Known->Doubts);
    Known = S.find(L);
  } else if (Known && Known->Alive == Life::Initialised &&
             Known->InitSite != E.Site && P.models().requiresInit(E.Kind)) {
    reportLife(S, L, E, "is initialised twice", Need::Nothing);
    Known = S.find(L);
  } else if (!Known && !Opts.ClosedEntry && T.isEntryPlace(L)) {
    reportLife(S, L, E, "is initialised while it is held", Need::Held);
    if (P.models().requiresInit(E.Kind))
      reportLife(S, L, E, "is initialised twice", Need::Initialised);
  }
  LockEntry I;
  if (Known) {
    I = *Known;
  } else {
    I.Lock = L;
    I.Entry = EntryHold::Unheld;
    I.Site = E.Site;
    I.Text = lockName(L, E.Text);
    I.Kind = E.Kind;
    I.Api = E.Api;
    I.Class = E.Class;
  }
  // From here on its state is known.
  I.Now = Hold::Unheld;
  I.Alive = Life::Initialised;
  I.InitSite = E.Site;
  S.insert(I);
}

void Simulation::destroys(State &S, const LockEvent &E) {
  TermId L = E.Lock;
  if (!L || T[L].Kind == TermKind::Undef || isNullAddress(L) || !tracks(L))
    return;
  LockEntry *Known = resolve(S, L);
  if (!Known) {
    if (!Opts.ClosedEntry && T.isEntryPlace(L))
      reportLife(S, L, E, "is destroyed while it is held", Need::Held);
    LockEntry D;
    D.Lock = L;
    D.Entry = EntryHold::Unheld;
    D.Site = E.Site;
    D.Text = lockName(L, E.Text);
    D.Kind = E.Kind;
    D.Api = E.Api;
    D.Class = E.Class;
    D.Alive = Life::Destroyed;
    S.insert(D);
    return;
  }
  if (Known->Now == Hold::Held && !Known->Many) {
    reportLife(S, L, E, "is destroyed while it is held", Need::Nothing,
               Known->Doubts);
    Known = S.find(L);
  }
  Known->Alive = Life::Destroyed;
  Known->Now = Hold::Unheld;
}

/// Whether \p Lock lies in the object that \p Object points to.
bool Simulation::liesIn(TermId Lock, TermId Object) const {
  int64_t LockOff, Off;
  TermId Base = T.splitOffset(Object, Off);
  TermId Of = T.splitOffset(Lock, LockOff);
  while (Of != Base && T[Of].Kind == TermKind::PtrIndex)
    Of = T[Of].A;
  return Of == Base && LockOff >= Off;
}

DoubtSet Simulation::givenAway(const State &S, TermId Lock) const {
  return any_of(S.Given, [&](TermId O) { return liesIn(Lock, O); }) ? HandedOver
                                                                    : NoDoubt;
}

/// The memory at \p Object goes back. \p N: as an incident needs it.
void Simulation::frees(State &S, TermId Object, LocId Loc, StringRef Api,
                       ValueId Site) {
  if (!Object || T[Object].Kind == TermKind::Undef || isNullAddress(Object))
    return;
  LockEvent E;
  E.Loc = Loc;
  E.Api = Api;
  for (size_t I = 0; I < S.Locks.size(); ++I) {
    LockEntry &L = S.Locks[I];
    if (!liesIn(L.Lock, Object))
      continue;
    if (L.Now == Hold::Held && !L.Many) {
      E.Text = L.Text;
      E.Kind = L.Kind;
      E.Class = L.Class;
      reportLife(S, L.Lock, E,
                 "is freed by '" + Api.str() + "' while it is held",
                 Need::Nothing, L.Doubts);
    }
  }
  endsLivesIn(S, Object, Loc, Site);
  // A caller may hold a lock in what it hands over.
  if (Opts.ClosedEntry || !T.isEntryPlace(Object))
    return;
  LocalIncident L;
  L.I.Kind = IncidentKind::Lifetime;
  L.I.Loc = {&M, Loc};
  L.I.Function = P.intern(P.locFunction(M, Loc, M.str(F.SourceName)));
  L.I.Api = Api;
  L.I.Detail = "is freed by '" + Api.str() + "' while it is held";
  L.Lock = Object;
  State At = S;
  note(At, PathStep::Event, Loc, "'" + Api.str() + "' frees it");
  freesCallers(At, std::move(L));
}

/// The memory at \p Object is gone: whatever comes to lie there is another
/// lock.
void Simulation::endsLivesIn(State &S, TermId Object, LocId Loc, int64_t Site) {
  for (LockEntry &L : S.Locks)
    if (liesIn(L.Lock, Object) && !L.Many) {
      note(S, PathStep::Event, Loc,
           "what '" + L.Text.str() + "' lies in is freed here");
      // Of one that is held there, that is told: its release is no news.
      L.Alive = L.Now == Hold::Held ? Life::Unknown : Life::Destroyed;
      L.Now = L.Now == Hold::Held ? Hold::Unknown : Hold::Unheld;
    }
  TermId Root = T.rootOf(Object);
  for (auto *List : {&S.Fresh, &S.Private})
    if (auto It = llvm::lower_bound(*List, Root);
        It != List->end() && *It == Root)
      List->erase(It);
  if (isTakenOut(S, Object))
    forgetPointersTo(S, Object, Site);
  if (!T.isEntryPlace(Object) || T[Object].Depth > MaxExportDepth)
    return;
  if (auto It = llvm::lower_bound(S.Freed, Object);
      It == S.Freed.end() || *It != Object)
    S.Freed.insert(It, Object);
}

/// The path shows that something took \p Object out of where it was found: code
/// that is not known was given it, or its neighbours, to which it points, were
/// written to.
bool Simulation::isTakenOut(const State &S, TermId Object) const {
  int64_t Off;
  const TermId Base = T.splitOffset(Object, Off);
  if (any_of(S.Given, [&](TermId G) { return T.splitOffset(G, Off) == Base; }))
    return true;
  return any_of(S.Mem, [&](const auto &M) {
    const Term &X = T[T.splitOffset(M.first, Off)];
    bool IsRead = X.Kind == TermKind::InitMem ||
                  (X.Kind == TermKind::Sym && SymKind(X.Op) == SymKind::Memory);
    return IsRead && X.A && T.splitOffset(X.A, Off) == Base;
  });
}

/// What was taken out of the lists and trees that it was found by is not found
/// there again, even if the path does not show which of them pointed to it:
/// reading memory gives another object. (The function's own variables keep the
/// old address.)
void Simulation::forgetPointersTo(State &S, TermId Object, int64_t Site) {
  int64_t Off;
  TermId Base = T.splitOffset(Object, Off);
  auto IsOwn = [&](TermId Address) {
    return T[T.rootOf(Address)].Kind == TermKind::Object;
  };
  for (auto &[Address, Value] : S.Mem)
    if (T.splitOffset(Value, Off) == Base && !IsOwn(Address))
      Value = T.sym(SymKind::Memory, Site, Address, 0, T[Value].Width);
  const Term X = T[Base];
  if (X.Kind == TermKind::InitMem && !IsOwn(X.A) && !S.memory(X.A))
    S.setMemory(X.A, T.sym(SymKind::Memory, Site, X.A, 0, X.Width));
}

/// A plain store to a held lock is an initialisation: the headers of some
/// systems have it inline. (A release is atomic, or volatile.)
void Simulation::overwrites(State &S, TermId Address, TermId Value, LocId Loc,
                            ValueId Site) {
  LockEntry *E = S.find(Address);
  if (!E || E->Now != Hold::Held || E->Many || T[Value].Kind != TermKind::Const)
    return;
  LockEvent Ev;
  Ev.Lock = Address;
  Ev.Loc = Loc;
  Ev.Site = Site;
  Ev.Text = E->Text;
  Ev.Kind = E->Kind;
  Ev.Api = E->Api;
  initialises(S, Ev);
}

/// Whether the bit \p Mask of \p Value may still be that of the word at
/// \p Address, which the value was computed from.
static bool keepsBit(const TermArena &T, TermId Value, TermId Address,
                     uint64_t Mask, unsigned Depth = 0) {
  const Term &X = T[Value];
  int64_t K;
  auto Keeps = [&](TermId Id) {
    return Id && keepsBit(T, Id, Address, Mask, Depth + 1);
  };
  if (Depth > 16)
    return true;
  switch (X.Kind) {
  case TermKind::InitMem:
    return X.A == Address;
  case TermKind::Sym:
    return SymKind(X.Op) == SymKind::Memory ? X.A == Address
                                            : SymKind(X.Op) != SymKind::Result;
  case TermKind::Const:
    return uint64_t(X.Imm) & Mask;
  case TermKind::Binary:
    if (BinaryOp(X.Op) == BinaryOp::And && T.isConst(X.B, K) &&
        !(uint64_t(K) & Mask))
      return false;
    return Keeps(X.A) || Keeps(X.B);
  case TermKind::Select:
    return Keeps(X.B) || Keeps(X.C);
  case TermKind::ZExt:
  case TermKind::SExt:
  case TermKind::Trunc:
    return Keeps(X.A);
  default:
    return false;
  }
}

/// A store to the word that a bit lock is a bit of gives the lock up, unless
/// the new value may have the bit.
void Simulation::clearsBits(State &S, TermId Address, TermId Value, LocId Loc) {
  for (LockEntry &E : S.Locks) {
    const Term &X = T[E.Lock];
    int64_t Bit;
    if (E.Now != Hold::Held || E.Many || X.Kind != TermKind::Token ||
        X.B != Address || !X.A || !T.isConst(X.A, Bit) || Bit < 0 ||
        Bit >= T[Value].Width)
      continue;
    if (keepsBit(T, Value, Address, uint64_t(1) << Bit))
      continue;
    note(S, PathStep::Release, Loc, "'" + E.Text.str() + "' is released here");
    E.Now = Hold::Unheld;
    E.Where = S.Trace;
    E.At = {&M, Loc};
    E.Saved = 0;
  }
}

/// What \p L's Lock points to is freed: that goes wrong in callers that hold a
/// lock in it which is not given up before.
void Simulation::freesCallers(State &S, LocalIncident L) {
  for (const LockEntry &E : S.Locks)
    if (E.Entry == EntryHold::Held && E.Now != Hold::Held)
      L.Dropped.push_back(E.Lock);
  llvm::sort(L.Dropped);
  L.Dropped.erase(std::unique(L.Dropped.begin(), L.Dropped.end()),
                  L.Dropped.end());
  L.I.Needs = Need::Inside;
  record(std::move(L), S);
}

/// An object is copied as a whole: a lock in it is no lock in the copy.
void Simulation::copies(State &S, TermId From, int64_t Bytes, LocId Loc) {
  int64_t Off;
  if (!From || Bytes <= 0)
    return;
  TermId Base = T.splitOffset(From, Off);
  for (const LockEntry &L : S.Locks) {
    int64_t At;
    // One that was taken apart before its use (a template) is no lock yet.
    if (T.splitOffset(L.Lock, At) != Base || At < Off || At >= Off + Bytes ||
        L.Alive == Life::Destroyed)
      continue;
    LockEvent E;
    E.Loc = Loc;
    E.Text = L.Text;
    E.Kind = L.Kind;
    reportLife(S, L.Lock, E,
               L.Now == Hold::Held ? "is copied by value while it is held"
                                   : "is copied by value",
               Need::Nothing, Copied);
    return;
  }
}

/// Code that is not followed gets to see what \p Value points to.
void Simulation::escapes(State &S, TermId Value) {
  if (!Value)
    return;
  if (TermId Root = T.rootOf(Value); T[Root].Kind == TermKind::Object)
    S.show(Root);
  auto It = llvm::lower_bound(S.Fresh, T.rootOf(Value));
  if (It != S.Fresh.end() && *It == T.rootOf(Value))
    S.Fresh.erase(It);
}

/// Others may come to what \p Value points to.
void Simulation::becomesKnown(State &S, TermId Value) {
  if (S.Private.empty() || !Value)
    return;
  auto It = llvm::lower_bound(S.Private, T.rootOf(Value));
  if (It != S.Private.end() && *It == T.rootOf(Value))
    S.Private.erase(It);
}

/// A lock is acquired that is none, on this path. \p Known: its entry, or null.
void Simulation::checkAlive(State &S, TermId Lock, const LockEntry *Known,
                            const LockEvent &E) {
  std::string What = deadBecause(S, Lock, Known, E);
  if (What.empty())
    return;
  reportLife(S, Lock, E, What, Need::Nothing);
  if (LockEntry *N = S.find(Lock))
    N->Alive = Life::Unknown;
}

/// What is wrong with a lock that is about to be acquired; or "".
std::string Simulation::deadBecause(const State &S, TermId Lock,
                                    const LockEntry *Known,
                                    const LockEvent &E) {
  if (Known && Known->Alive == Life::Destroyed)
    return "is acquired after it was destroyed or freed";
  if (Known || !P.models().requiresInit(E.Kind))
    return "";
  TermId Root = T.rootOf(Lock);
  if (T[Root].Kind != TermKind::Object)
    return "";
  bool IsNew = std::binary_search(S.Fresh.begin(), S.Fresh.end(), Root)
                   ? !S.memory(Lock)
                   : T[load(S, Lock, 32, E.Site)].Kind == TermKind::Undef;
  return IsNew ? "is acquired but was never initialised" : "";
}

/// The function returns: its locals are no more.
void Simulation::endsScope(State &S, LocId Loc) {
  for (size_t I = 0; I < S.Locks.size(); ++I) {
    const LockEntry &L = S.Locks[I];
    const Term &Root = T[T.rootOf(L.Lock)];
    if (L.Now != Hold::Held || L.Many || Root.Kind != TermKind::Object ||
        Root.Imm >= int64_t(F.Values.size()) ||
        F.Values[Root.Imm].Op != FlowOp::Alloca)
      continue;
    LockEvent E;
    E.Loc = Loc;
    E.Text = L.Text;
    E.Kind = L.Kind;
    E.Api = L.Api;
    std::string What = "goes out of scope while it is held";
    State At = S;
    note(At, PathStep::Event, Loc, "'" + L.Text.str() + "' " + What);
    report(At, IncidentKind::OutOfScope, L.Lock, Need::Nothing, E, What);
    S.Locks[I].Alive = Life::Destroyed;
  }
}

//===----------------------------------------------------------------------===//
// Variants
//===----------------------------------------------------------------------===//

/// \p Held is released by another variant than the one that it was acquired by?
void Simulation::checkVariant(State &S, const LockEntry &Held,
                              const LockEvent &E, const PathRef &Sub) {
  if (Held.Many)
    return;
  std::string What;
  if (Held.Mode != E.Mode && E.Mode != LockMode::Any && !Held.Variant.empty()) {
    What = Held.Mode == LockMode::Shared
               ? "is acquired in shared mode and released in exclusive mode"
               : "is acquired in exclusive mode and released in shared mode";
  } else if (!Held.Variant.empty() && !E.Variant.empty() &&
             Held.Variant != E.Variant) {
    // Where a lock carries the mask with it, the two must be counterparts;
    // elsewhere another release may make up for it.
    if (!E.Strict) {
      S.Mismatched = Held.Lock;
      S.MismatchLoc = E.Loc;
      S.MismatchOpens = !S.Mask.surelyMasks(Masked::Dpc);
      return;
    }
    What = "is acquired by '" + Held.Api.str() + "' and released by '" +
           E.Api.str() + "', which is not its counterpart";
  }
  if (What.empty())
    return;
  State At = S;
  if (Sub)
    note(At, PathStep::Call, E.Loc, "the callee is called", Sub);
  LockEvent Here = E;
  Here.Text = Held.Text;
  Here.Kind = Held.Kind;
  note(At, PathStep::Event, E.Loc, "'" + Held.Text.str() + "' " + What);
  report(At, IncidentKind::Variant, Held.Lock, Need::Nothing, Here, What);
}

/// \p E was acquired by a function that masks \p To, and saved what was masked
/// before.
bool Simulation::raisesLevel(const LockEntry &E, Masked &To) const {
  if (E.Now != Hold::Held || E.Many || (!E.Saved && !E.Handle))
    return false;
  for (const Api &A : P.apis(E.Api))
    if ((A.E == Effect::Acquire || A.E == Effect::TryAcquire) &&
        A.Variant == E.Variant && A.Masks != Masked::Nothing && !A.Nested) {
      To = A.Masks;
      return true;
    }
  return false;
}

/// \p Held is released, which brings back what was masked before it was
/// acquired: too early for a lock that was acquired after it and masks, too.
void Simulation::checkNesting(State &S, const LockEntry &Held,
                              const LockEvent &E) {
  Masked Level;
  if (!raisesLevel(Held, Level) || E.Variant != Held.Variant || !Held.Where)
    return;
  const MaskState *Before = S.savedMask(Held.Saved ? Held.Saved : Held.Handle);
  // A caller that masks it all the same makes the order irrelevant.
  if (!(Before && Before->Kind == MaskState::Known) && Opts.Held &&
      Opts.Held->mayBeAtomic(Opts.Self))
    return;
  const LockEntry *Inner = nullptr;
  for (const LockEntry &L : S.Locks) {
    if (L.Lock == Held.Lock || !raisesLevel(L, Level) ||
        (Before && Before->surelyMasks(Level)))
      continue;
    for (const TraceNode *N = L.Where; N && !Inner; N = N->Parent)
      if (N->Parent == Held.Where)
        Inner = &L;
  }
  if (!Inner)
    return;
  std::string What = "what was saved before '" + Inner->Text.str() +
                     "' was acquired, which is still held";
  LockEvent Here = E;
  Here.Text = Held.Text;
  Here.Kind = Held.Kind;
  State At = S;
  note(At, PathStep::Event, E.Loc,
       "the release of '" + Held.Text.str() + "' restores " + What);
  report(At, IncidentKind::WrongRestore, Held.Lock, Need::Nothing, Here, What);
}

/// The function ends: a release by another variant may have left something
/// masked, or have opened what its caller masked.
void Simulation::checkMismatch(State &S) {
  if (!S.Mismatched || S.Mask == MaskState())
    return;
  const LockEntry *L = S.find(S.Mismatched);
  if (!L || L->Now == Hold::Held)
    return;
  // What a value that is not known brings back may be right.
  if (S.Mask.Kind == MaskState::Unknown && !S.Mask.surelyMasks(Masked::Preempt))
    return;
  LockEvent E;
  E.Loc = S.MismatchLoc;
  E.Text = L->Text;
  E.Kind = L->Kind;
  E.Api = L->Api;
  std::string What;
  bool Leaves = S.Mask.surelyMasks(Masked::Preempt);
  if (!Leaves && !S.MismatchOpens)
    return;
  if (Leaves)
    What = "is released by a function that does not unmask what its acquire "
           "masked";
  else
    What = "is released by a function that unmasks what its acquire did not "
           "mask";
  State At = S;
  note(At, PathStep::Event, E.Loc, "'" + L->Text.str() + "' " + What);
  report(At, IncidentKind::Variant, L->Lock, Need::Nothing, E, What);
}

/// \p E wants more to be masked than is.
void Simulation::checkWants(State &S, Masked Wants, TermId Lock,
                            const LockEvent &E) {
  if (Wants == Masked::Nothing || S.Mask.surelyMasks(Wants))
    return;
  for (const LockEntry &L : S.Locks)
    if (L.Now == Hold::Held && !P.models().findLockKind(L.Kind).MaySleep)
      return;
  State At = S;
  std::string What = "is acquired by '" + E.Api.str() +
                     "', which does not raise the IRQL, below DISPATCH_LEVEL";
  note(At, PathStep::Event, E.Loc,
       "'" + lockName(Lock, E.Text).str() + "' " + What);
  LocalIncident L;
  L.I.Kind = IncidentKind::Variant;
  L.I.Loc = {&M, E.Loc};
  L.I.Function = P.intern(P.locFunction(M, E.Loc, M.str(F.SourceName)));
  L.I.LockText = lockName(Lock, E.Text);
  L.I.LockKind = E.Kind;
  L.I.Api = E.Api;
  L.I.AccessPath = termText(Lock);
  L.I.Detail = What;
  L.I.Highest = Wants;
  L.I.Mask = S.Mask;
  wantsMasked(At, std::move(L));
}

void Simulation::wantsMasked(State &S, LocalIncident L) {
  if (L.I.Mask.surelyMasks(L.I.Highest))
    return;
  if (L.I.Mask.surelyOpen(L.I.Highest))
    L.I.Needs = Need::Nothing;
  else if (Opts.Outermost || L.I.Mask.Kind != MaskState::AsEntry)
    return;
  else
    L.I.Needs = Need::Open;
  if (L.I.Needs == Need::Nothing)
    L.I.Mask = MaskState();
  record(std::move(L), S);
}
