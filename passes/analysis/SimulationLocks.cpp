//===- SimulationLocks.cpp - Lock events on a path ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The typestate of a lock: what an acquire and a release do to it, which of
// them goes wrong, and which goes wrong only if the caller had the lock in
// some state. Also the paths that lead there.
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

std::string Simulation::termText(TermId L) const {
  return T.text(L, [&](const Term &X) -> std::string {
    switch (X.Kind) {
    case TermKind::Param:
      if (size_t(X.Imm) < F.ParamNames.size() && F.ParamNames[X.Imm])
        return M.str(F.ParamNames[X.Imm]).str();
      return "arg" + std::to_string(X.Imm);
    case TermKind::Global:
    case TermKind::Function:
    case TermKind::Apply:
      return P.symbols()[X.Aux].SourceName;
    case TermKind::SystemLock:
    case TermKind::Token:
      return P.nameText(X.Aux).str();
    case TermKind::Object:
      if (X.Imm < int64_t(F.Values.size()) && F.Values[X.Imm].Name)
        return M.str(F.Values[X.Imm].Name).str();
      return "<object>";
    case TermKind::Sym: {
      ValueId V = ValueId(X.Imm);
      if (SymKind(X.Op) == SymKind::Join &&
          X.Imm < int64_t(Info.LiveIn.size())) {
        const auto &L = Info.LiveIn[X.Imm];
        V = X.Aux < L.size() ? L[X.Aux] : NoId;
      } else if (SymKind(X.Op) == SymKind::JoinMem ||
                 SymKind(X.Op) == SymKind::JoinLock ||
                 SymKind(X.Op) == SymKind::Join) {
        V = NoId;
      }
      if (V < F.Values.size() && F.Values[V].Name)
        return M.str(F.Values[V].Name).str();
      return "<unknown>";
    }
    case TermKind::Undef:
      return "<undefined>";
    default:
      return "?";
    }
  });
}

/// A name as the source has it: offsets, unknowns and loads without a name say
/// little.
static bool isSourceName(StringRef Name) {
  if (Name.find_first_of("+<*?(") != StringRef::npos)
    return false;
  for (size_t I = 0; I + 1 < Name.size(); ++I)
    if (Name[I] == '-' && isDigit(Name[I + 1]))
      return false;
  return true;
}

StringRef Simulation::lockName(TermId L, StringRef Fallback) const {
  const Term &X = T[L];
  if (X.Kind == TermKind::SystemLock || X.Kind == TermKind::Token) {
    std::string N = P.nameText(X.Aux).str();
    std::replace(N.begin(), N.end(), '-', ' ');
    return P.intern("the " + N);
  }
  if (Fallback.empty())
    return P.intern(termText(L));
  // What a call returned (spin_lock_irqsave(spinlock_check(&D->Lock)) …) is
  // better named by what it is.
  if (Fallback.find("(...)") != StringRef::npos) {
    std::string Mine = termText(L);
    if (isSourceName(Mine))
      return P.intern(Mine);
  }
  return Fallback;
}

StringRef Simulation::bestName(TermId L, StringRef Theirs, bool OfParam) const {
  const Term &X = T[L];
  if (X.Kind == TermKind::SystemLock || X.Kind == TermKind::Token)
    return lockName(L, Theirs);
  // What a caller passed as the lock itself has its name there: `Dev.Lock`
  // rather than `Lock->rlock`.
  if (OfParam) {
    std::string Mine = termText(L);
    if (isSourceName(Mine) && Mine.find_first_of(".>[") != std::string::npos)
      return P.intern(Mine);
  }
  // A member or an element is a name; a bare parameter says little.
  if (Theirs.find_first_of(".>[") != StringRef::npos)
    return Theirs;
  std::string Mine = termText(L);
  return isSourceName(Mine) ? P.intern(Mine) : Theirs;
}

//===----------------------------------------------------------------------===//
// Paths
//===----------------------------------------------------------------------===//

void Simulation::note(State &S, PathStep::Kind K, LocId Loc, std::string Text,
                      PathRef Sub, DoubtSet Doubts) {
  DoubtSet All = Doubts | (S.Trace ? S.Trace->AllDoubts : DoubtSet(NoDoubt));
  Traces.push_back(
      {S.Trace, K, Loc, std::move(Text), std::move(Sub), Doubts, All});
  S.Trace = &Traces.back();
}

PathRef Simulation::path(const State &S) const {
  std::vector<const TraceNode *> Nodes;
  constexpr size_t MaxWalk = 4000;
  for (const TraceNode *N = S.Trace; N && Nodes.size() < MaxWalk; N = N->Parent)
    Nodes.push_back(N);
  std::reverse(Nodes.begin(), Nodes.end());
  // A loop walked many times tells nothing new: keep the start and the end.
  constexpr size_t MaxSteps = 120;
  auto Out = std::make_shared<std::vector<TraceStep>>();
  Out->reserve(Nodes.size());
  for (size_t I = 0; I < Nodes.size(); ++I) {
    const TraceNode *N = Nodes[I];
    bool Middle = Nodes.size() > MaxSteps && I > MaxSteps / 2 &&
                  I < Nodes.size() - MaxSteps / 2;
    if (Middle && (N->K == PathStep::Branch || Nodes.size() > 3 * MaxSteps))
      continue;
    TraceStep St;
    St.K = N->K;
    St.At = {&M, N->Loc};
    St.Function = M.str(F.SourceName);
    St.Text = N->Text;
    St.Sub = N->Sub;
    St.Doubts = N->Doubts;
    Out->push_back(std::move(St));
  }
  return Out;
}

std::vector<FactSet::Fact> Simulation::entryFacts(const FactSet &Fs) const {
  std::vector<FactSet::Fact> Out;
  for (const auto &Fact : Fs.all())
    if (T.isEntryTerm(Fact.first))
      Out.push_back(Fact);
  return Out;
}

/// All values in \p B are in \p A.
static bool holdsAll(const Range &A, const Range &B) {
  Range I = A;
  I.intersect(B);
  return I == B;
}

bool spinguard::coversFacts(const std::vector<FactSet::Fact> &General,
                            const std::vector<FactSet::Fact> &Special) {
  for (const auto &[Id, R] : General) {
    auto It = std::lower_bound(
        Special.begin(), Special.end(), Id,
        [](const FactSet::Fact &F, TermId X) { return F.first < X; });
    if (It == Special.end() || It->first != Id || !holdsAll(R, It->second))
      return false;
  }
  return true;
}

/// If the two differ in one fact only, and the two ranges together are one
/// range, puts the fact that either holds into \p A.
static bool joinFacts(const TermArena &T, std::vector<FactSet::Fact> &A,
                      const std::vector<FactSet::Fact> &B) {
  if (A.size() != B.size())
    return false;
  size_t At = A.size();
  for (size_t I = 0; I < A.size(); ++I) {
    if (A[I].first != B[I].first)
      return false;
    if (A[I].second == B[I].second)
      continue;
    if (At != A.size())
      return false;
    At = I;
  }
  if (At == A.size())
    return true;
  const Range &X = A[At].second, &Y = B[At].second;
  Range U = X;
  U.unite(Y);
  bool Adjacent = X.Not.empty() && Y.Not.empty() &&
                  (X.Lo <= Y.Lo ? X.Hi >= Y.Lo || X.Hi + 1 == Y.Lo
                                : Y.Hi >= X.Lo || Y.Hi + 1 == X.Lo);
  auto Fills = [&](const Range &Hole, const Range &One) {
    return One.isSingle() && Hole.Not.size() == 1 && Hole.Not[0] == One.Lo;
  };
  if (!Adjacent && !Fills(X, Y) && !Fills(Y, X))
    return false;
  Range Any = Range::ofWidth(T[A[At].first].Width);
  if (U.isFull() || holdsAll(U, Any))
    A.erase(A.begin() + At);
  else
    A[At].second = U;
  return true;
}

void Simulation::record(LocalIncident L, const State &S) {
  // What callers must not do is told by so many witnesses for each lock, what
  // is wrong by so many for each place.
  const unsigned MaxVariants = Opts.Recursion.empty() ? 32 : 2;
  if ((Opts.Only && !Opts.Only->has(L.I)) || !isFeasible(S))
    return;
  if (Opts.Widens && !L.IsCallees)
    L.I.Doubts |= LostStates;
  L.Facts = entryFacts(S.Facts);
  unsigned Variants = 0;
  std::vector<uint32_t> &Alike =
      IncidentsOf[uint64_t(L.I.Kind) << 40 | uint64_t(L.I.Needs) << 32 |
                  L.Lock];
  for (uint32_t Index : Alike) {
    LocalIncident &O = Incidents[Index];
    // What a caller must not do is told by a few witnesses for each lock;
    // what is wrong in any case is told for each place.
    if (L.I.Needs == Need::Nothing &&
        (!(O.I.Loc == L.I.Loc) || O.I.LockText != L.I.LockText))
      continue;
    // One that happens under fewer conditions covers the other.
    if (O.I.Mask != L.I.Mask || O.I.DroppedKinds != L.I.DroppedKinds)
      continue;
    bool IsMore = std::includes(L.Dropped.begin(), L.Dropped.end(),
                                O.Dropped.begin(), O.Dropped.end()) &&
                  coversFacts(O.Must, L.Must);
    if (IsMore &&
        (coversFacts(O.Facts, L.Facts) || joinFacts(T, O.Facts, L.Facts)))
      return;
    bool IsLess = std::includes(O.Dropped.begin(), O.Dropped.end(),
                                L.Dropped.begin(), L.Dropped.end()) &&
                  coversFacts(L.Must, O.Must);
    if (IsLess && coversFacts(L.Facts, O.Facts)) {
      L.I.Path = path(S);
      L.Way = S.Way;
      O = std::move(L);
      return;
    }
    if (++Variants >= MaxVariants) {
      if (L.I.Needs == Need::Atomic)
        assumeLimit("'" + M.str(F.SourceName).str() +
                    "' waits on the first "
                    "paths to a call that may wait, if it waits at all");
      else if (L.I.Needs != Need::Nothing || !Opts.Recursion.empty())
        assumeLimit("callers of '" + M.str(F.SourceName).str() + "' meet '" +
                    L.I.LockText.str() +
                    "' on the first paths to it if they meet it at all");
      return;
    }
  }
  L.I.Path = path(S);
  L.Way = S.Way;
  Alike.push_back(uint32_t(Incidents.size()));
  Incidents.push_back(std::move(L));
}

void Simulation::report(State &S, IncidentKind K, TermId Lock, Need N,
                        const LockEvent &E, StringRef Detail, ModuleLoc Place,
                        DoubtSet Doubts, ModuleLoc Acquired) {
  LocalIncident L;
  L.I.Kind = K;
  L.I.Needs = N;
  L.I.Loc = Place.M ? Place : ModuleLoc{&M, E.Loc};
  L.I.Acquired = Acquired;
  L.I.Function =
      P.intern(P.locFunction(*L.I.Loc.M, L.I.Loc.Loc, M.str(F.SourceName)));
  L.I.LockText = lockName(Lock, E.Text);
  L.I.LockKind = E.Kind;
  L.I.Api = E.Api;
  L.I.Class = classOf(Lock, E.Class);
  L.I.AccessPath = termText(Lock);
  L.I.Detail = Detail.str();
  L.I.Mode = E.Mode;
  L.I.Recursive = E.Recursive;
  L.I.Doubts = Doubts;
  L.Lock = Lock;
  record(std::move(L), S);
}

//===----------------------------------------------------------------------===//
// Identity
//===----------------------------------------------------------------------===//

/// Mixes numbers into a hash that is the same in every process: shapes order
/// runs, and the order must not change from run to run.
static size_t mix(std::initializer_list<size_t> Parts) {
  uint64_t H = 0xcbf29ce484222325ULL;
  for (uint64_t P : Parts) {
    H ^= P + 0x9e3779b97f4a7c15ULL + (H << 6) + (H >> 2);
    H *= 0x100000001b3ULL;
  }
  return size_t(H);
}

/// What a lock's address looks like without the unknowns in it. Locks that may
/// be one have one shape.
size_t Simulation::shapeOf(TermId Lock) const {
  const Term &X = T[Lock];
  switch (X.Kind) {
  case TermKind::Sym:
  case TermKind::Select:
  case TermKind::Apply:
    return 7;
  case TermKind::PtrAdd: {
    if (T[X.A].Kind == TermKind::PtrIndex)
      return mix({1, shapeOf(X.A)});
    return mix({2, shapeOf(X.A), size_t(X.Imm)});
  }
  case TermKind::PtrIndex:
    return mix({3, shapeOf(X.A)});
  case TermKind::InitMem:
  case TermKind::HandleLock:
    return mix({4, size_t(X.Kind), shapeOf(X.A)});
  default:
    return mix({5, size_t(X.Kind), size_t(X.Aux), size_t(X.Imm)});
  }
}

/// Null, or a member of it: a path that the program never takes.
bool Simulation::isNullAddress(TermId Lock) const {
  return T[Lock].Kind == TermKind::Const && T[Lock].Imm >= 0 &&
         T[Lock].Imm < 4096;
}

/// A lock that is null on a condition is used where it is not: the condition
/// does not hold.
TermId Simulation::notNull(State &S, TermId Lock) {
  int64_t Off;
  TermId Base = T.splitOffset(Lock, Off);
  const Term X = T[Base];
  if (X.Kind == TermKind::Sym) {
    Range R;
    R.exclude(0);
    assumeRange(T, S.Facts, Base, R);
    // Nor is it an error code that goes as a pointer: those lie in the last
    // page.
    constexpr int64_t LastPage = -4096;
    if (X.Width == 64)
      assume(T, S.Facts,
             T.compare(ComparePred::UGT, Base, T.constant(LastPage, 64)),
             false);
  }
  if (X.Kind != TermKind::Select)
    return Lock;
  TermId IfTrue = T.ptrAdd(X.B, Off), IfFalse = T.ptrAdd(X.C, Off);
  bool NotTrue = isNullAddress(IfTrue), NotFalse = isNullAddress(IfFalse);
  if (NotTrue == NotFalse || !assume(T, S.Facts, X.A, NotFalse))
    return Lock;
  return NotFalse ? IfTrue : IfFalse;
}

/// The system holds a lock for this routine of which neither the address nor
/// the owner is known: it may be any lock of the driver's.
bool Simulation::mayBeSystemLock(const State &S, StringRef Kind) const {
  return any_of(S.Locks, [&](const LockEntry &E) {
    return E.Entry == EntryHold::Held && E.Now == Hold::Held &&
           T[E.Lock].Kind == TermKind::Token && !T[E.Lock].A &&
           P.models().findLockKind(E.Kind).MaySleep ==
               P.models().findLockKind(Kind).MaySleep;
  });
}

bool Simulation::tracks(TermId Lock) {
  size_t H = shapeOf(Lock);
  Shapes.insert(H);
  return Opts.OnlyShape == 0 || Opts.OnlyShape == H;
}

/// Finds the entry of a lock. A handle lock becomes the lock that the handle
/// was used to acquire.
LockEntry *Simulation::resolve(State &S, TermId &Lock) {
  if (LockEntry *E = S.find(Lock))
    return E;
  if (T[Lock].Kind == TermKind::HandleLock) {
    TermId H = T[Lock].A;
    LockEntry *Found = nullptr;
    for (LockEntry &E : S.Locks)
      if (E.Handle == H && (!Found || E.Now == Hold::Held))
        Found = &E;
    if (Found)
      Lock = Found->Lock;
    return Found;
  }
  // Equal because a branch said so.
  bool AnyEquality = false;
  for (const auto &Fact : S.Facts.all())
    AnyEquality |= T[Fact.first].Kind == TermKind::Compare &&
                   ComparePred(T[Fact.first].Op) == ComparePred::EQ &&
                   T[T[Fact.first].A].Kind != TermKind::Const &&
                   T[T[Fact.first].B].Kind != TermKind::Const &&
                   Fact.second.isSingle() && Fact.second.Lo == 1;
  if (!AnyEquality)
    return nullptr;
  for (LockEntry &E : S.Locks) {
    int64_t A, B;
    TermId X = T.splitOffset(Lock, A), Y = T.splitOffset(E.Lock, B);
    if (A != B || X == Y)
      continue;
    TermId Eq = T.compare(ComparePred::EQ, X, Y);
    if (decide(T, S.Facts, Eq) == 1) {
      Lock = E.Lock;
      return &E;
    }
  }
  return nullptr;
}

/// The member that a lock is, by its name: "Lock" of `Device->Lock`.
static StringRef memberOf(StringRef Text) {
  size_t At = Text.find_last_of(".>");
  return At == StringRef::npos ? "" : Text.drop_front(At + 1);
}

/// \p Lock was reached by a way through memory that may lead to \p E's lock.
bool Simulation::mayBeFoundAgain(const LockEntry &E, TermId Lock,
                                 StringRef Text) const {
  if (T.mayBeSameField(E.Lock, Lock,
                       !memberOf(Text).empty() &&
                           memberOf(Text) == memberOf(E.Text)))
    return true;
  // One expression, evaluated again after a call that may have changed what
  // it reads.
  int64_t Off;
  const Term &Base = T[T.splitOffset(Lock, Off)];
  if ((Base.Kind == TermKind::InitMem ||
       (Base.Kind == TermKind::Sym && SymKind(Base.Op) == SymKind::Memory)) &&
      mayBeOne(Lock, E))
    return true;
  return !Text.empty() && Text == E.Text && Base.Kind == TermKind::Sym &&
         SymKind(Base.Op) == SymKind::Memory;
}

/// \p Lock may be the one that is held, for all that is known of the two ways
/// to it: the same field of one type, at least.
bool Simulation::mayBeOne(TermId Lock, const LockEntry &E) const {
  if (Lock == E.Lock || T.mayEqual(Lock, E.Lock))
    return true;
  if (T.mustDiffer(Lock, E.Lock))
    return false;
  StringRef Class = classOf(Lock, "");
  if (!Class.empty())
    return Class == classOf(E.Lock, E.Class);
  // What one field points to.
  int64_t A, B;
  const Term &X = T[T.splitOffset(Lock, A)], &Y = T[T.splitOffset(E.Lock, B)];
  return A == B && X.A && Y.A &&
         (X.Kind == TermKind::InitMem || X.Kind == TermKind::Sym) &&
         (Y.Kind == TermKind::InitMem || Y.Kind == TermKind::Sym) &&
         !T.tag(X.A).empty() && T.tag(X.A) == T.tag(Y.A);
}

/// A held lock that may be \p Lock although its path is another.
LockEntry *Simulation::weakMatch(State &S, TermId Lock, StringRef Text) {
  LockEntry *Best = nullptr;
  // Distinct objects without unknowns in their path are certainly distinct.
  TermId Root = T.rootOf(Lock);
  if (Lock == Root &&
      (T[Root].Kind == TermKind::Global ||
       T[Root].Kind == TermKind::SystemLock) &&
      none_of(S.Locks, [&](const LockEntry &E) { return T.hasSym(E.Lock); }))
    return nullptr;
  for (LockEntry &E : S.Locks) {
    if (E.Lock == Lock || T.mustDiffer(E.Lock, Lock))
      continue;
    if (!T.mayEqual(E.Lock, Lock)) {
      // Different handles may name one lock when one of them is unknown.
      if (!(T[Lock].Kind == TermKind::HandleLock && E.Handle &&
            T.mayEqual(E.Handle, T[Lock].A)) &&
          !(E.Now == Hold::Held && mayBeFoundAgain(E, Lock, Text)))
        continue;
    }
    // A branch may have said that they differ.
    int64_t A, B;
    TermId X = T.splitOffset(Lock, A), Y = T.splitOffset(E.Lock, B);
    if (A == B && X != Y &&
        decide(T, S.Facts, T.compare(ComparePred::EQ, X, Y)) == 0)
      continue;
    // Of several, one that is held; rather many, and such that none of them was
    // released yet.
    auto Rank = [](const LockEntry &X) {
      return std::make_tuple(X.Now == Hold::Held, X.Many, !X.Draining);
    };
    if (!Best || Rank(E) > Rank(*Best))
      Best = &E;
  }
  return Best;
}

/// The lock that \p Lock may be and that was released by the name \p Text,
/// which was not its own; or that was released for the caller, where what lies
/// on the way to it may have changed since.
const LockEntry *Simulation::releasedAs(const State &S, TermId Lock,
                                        StringRef Text) const {
  for (const LockEntry &E : S.Locks)
    if (E.Now == Hold::Unheld && !T.mustDiffer(E.Lock, Lock) &&
        ((!Text.empty() && E.ReleasedAs == Text) ||
         (E.Entry == EntryHold::Held && T.hasSym(Lock) &&
          mayBeFoundAgain(E, Lock, Text))))
      return &E;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Events
//===----------------------------------------------------------------------===//

void Simulation::demand(const State &S, TermId Lock, const LockDemand &Does) {
  if (!Opts.NoteContracts)
    return;
  std::vector<FactSet::Fact> Facts = entryFacts(S.Facts);
  auto [It, New] = Demands.try_emplace(Lock);
  LocalDemand &Mine = It->second;
  if (New) {
    Mine.D = Does;
    Mine.D.Facts.clear();
    Mine.Facts = std::move(Facts);
    return;
  }
  // What follows the first release is no condition of it.
  if (!(Mine.D.Released && Does.Retaken && !Does.Released))
    llvm::erase_if(Mine.Facts, [&](const FactSet::Fact &F) {
      return !is_contained(Facts, F);
    });
  Mine.D.Asserted |= Does.Asserted;
  Mine.D.Released |= Does.Released;
  Mine.D.Retaken |= Does.Retaken;
}

bool Simulation::acquire(State &S, const LockEvent &Ev) {
  TermId L = Ev.Lock;
  // What has no identity (undefined, null) is no lock.
  if (!L || T[L].Kind == TermKind::Undef || isNullAddress(L) || !tracks(L))
    return true;
  LockEntry *E = resolve(S, L);
  LockEntry New;
  New.Lock = L;
  New.Now = Hold::Held;
  New.Mode = Ev.Mode;
  New.Recursive = Ev.Recursive;
  New.Handle = Ev.Handle;
  New.Saved = Ev.Saved;
  New.Site = Ev.Site;
  New.Text = lockName(L, Ev.Text);
  New.Kind = Ev.Kind;
  New.Api = Ev.Api;
  New.Class = Ev.Class;
  New.Variant = Ev.Variant;
  if (E) {
    New.InitSite = E->InitSite;
    New.Alive = E->Alive;
    New.Entry = E->Entry;
    if (E->Now == Hold::Held && !E->Many) {
      if (Ev.Recursive && E->Mode == Ev.Mode) {
        E->Depth = std::min(E->Depth + 1, MaxLockDepth);
        return true;
      }
      note(S, PathStep::Event, Ev.Loc,
           "'" + New.Text.str() + "' is acquired again while it is held");
      report(S, IncidentKind::AcquireHeld, L, Need::Nothing, Ev, "", {},
             E->Doubts, E->At);
      return false;
    }
    if (E->Now == Hold::Held && E->Many)
      New.Many = true;
    if (E->Entry == EntryHold::Held && E->Now == Hold::Unheld &&
        Demands.count(L)) {
      LockDemand D;
      D.Retaken = true;
      demand(S, L, D);
    }
  } else if (const LockEntry *R = releasedAs(S, L, New.Text)) {
    assumption("'" + New.Text.str() + "' is the lock '" + R->Text.str() +
               "' where it is acquired again");
    LockEvent Again = Ev;
    Again.Lock = R->Lock;
    return acquire(S, Again);
  } else if (LockEntry *W = weakMatch(S, L, New.Text)) {
    if (W->Now == Hold::Held && !W->Many)
      assumption("'" + New.Text.str() + "' and '" + W->Text.str() +
                 "' are different locks where both are held");
    New.Entry = EntryHold::Unheld;
  } else if (T[T.rootOf(L)].Kind == TermKind::Object) {
    New.Entry = EntryHold::Unheld;
  } else if (T.isEntryTerm(L)) {
    New.Entry = EntryHold::Unheld;
    if (!Opts.ClosedEntry) {
      const TraceNode *Before = S.Trace;
      note(S, PathStep::Event, Ev.Loc,
           "'" + New.Text.str() + "' is acquired again while it is held");
      report(S, IncidentKind::AcquireHeld, L, Need::Held, Ev);
      S.Trace = Before;
    }
  } else {
    New.Entry = EntryHold::Unheld;
  }
  checkAlive(S, L, S.find(L), Ev);
  checkWants(S, Ev.Wants, L, Ev);
  acquires(S, L, Ev);
  note(S, PathStep::Acquire, Ev.Loc,
       "'" + New.Text.str() + "' is acquired here");
  New.Where = S.Trace;
  New.At = {&M, Ev.Loc};
  if (Ev.Saved)
    SavedBy.try_emplace(Ev.Saved, New.Text);
  S.insert(New);
  return true;
}

void Simulation::checkRestore(State &S, const LockEntry &Held, TermId Restored,
                              const LockEvent &Ev, const PathRef &Sub,
                              ModuleLoc Place) {
  if (!Restored || !Held.Saved || Restored == Held.Saved || Held.Many)
    return;
  if (T[Restored].Width != T[Held.Saved].Width)
    return;
  if (decide(T, S.Facts, T.compare(ComparePred::EQ, Restored, Held.Saved)) == 1)
    return;
  // Saved when the same was masked, they are equal (where the two values are
  // not more than that).
  const MaskState *A = S.savedMask(Restored), *B = S.savedMask(Held.Saved);
  if (!Ev.Strict && A && B && *A == *B && A->Kind != MaskState::Unknown)
    return;
  const Term &R = T[Restored], &H = T[Held.Saved];
  // Only what certainly is another value counts.
  bool HeldIsSaved = H.Kind == TermKind::Sym && SymKind(H.Op) == SymKind::Saved;
  std::string What;
  if (R.Kind == TermKind::Const)
    What = "the constant " + std::to_string(R.Imm);
  else if (R.Kind == TermKind::Undef)
    What = "a variable that was never set";
  else if (R.Kind == TermKind::Sym && SymKind(R.Op) == SymKind::Saved &&
           R.Gen < MaxGen && H.Gen < MaxGen) {
    auto It = SavedBy.find(Restored);
    What = It == SavedBy.end()
               ? "what another acquire saved"
               : "what the acquire of '" + It->second.str() + "' saved";
    if (It != SavedBy.end() && It->second.empty())
      What = "the level that the acquire raised it to";
    if (It != SavedBy.end() && It->second == Held.Text)
      What = "what an earlier acquire of it saved";
  }
  // The saved value lies in one field, and what is restored was in another
  // when the function was entered.
  if (What.empty() && HeldIsSaved && R.Kind == TermKind::InitMem)
    for (const auto &[Addr, Value] : S.Mem) {
      int64_t To, From;
      if (Value == Held.Saved &&
          T.splitOffset(Addr, To) == T.splitOffset(R.A, From) && To != From)
        What = "'" + termText(Restored) + "', not '" + termText(Addr) +
               "' where it was saved";
    }
  if (What.empty())
    return;
  // A lock that the system took has its value where the role says.
  bool OfRole = Held.Site == NoId && Held.Entry == EntryHold::Held;
  if (!HeldIsSaved && !OfRole && R.Kind != TermKind::Undef)
    return;
  State At = S;
  if (Sub)
    note(At, PathStep::Call, Ev.Loc, "the callee is called", Sub);
  LockEvent Here = Ev;
  note(At, PathStep::Event, Ev.Loc,
       "the release of '" + lockName(Held.Lock, Ev.Text).str() + "' restores " +
           What);
  report(At, IncidentKind::WrongRestore, Held.Lock, Need::Nothing, Here, What,
         Place);
}

bool Simulation::release(State &S, const LockEvent &Ev) {
  TermId L = Ev.Lock;
  if (!L || T[L].Kind == TermKind::Undef || isNullAddress(L) || !tracks(L))
    return false;
  LockEntry *E = resolve(S, L);
  StringRef Text = lockName(L, Ev.Text);
  std::string Name = Text.str();
  auto SetUnheld = [&](LockEntry &X) {
    note(S, PathStep::Release, Ev.Loc, "'" + Name + "' is released here");
    ends(X);
    X.Now = Hold::Unheld;
    X.Restored = Ev.Restored;
    X.Where = S.Trace;
    X.At = {&M, Ev.Loc};
    X.Saved = 0;
    X.Variant = Ev.Variant;
    X.Mode = Ev.Mode == LockMode::Any ? X.Mode : Ev.Mode;
  };
  if (E) {
    switch (E->Now) {
    case Hold::Held:
      if (E->Many) {
        ends(*E);
        E->Draining = true;
        return true;
      }
      if (E->Depth > 1) {
        --E->Depth;
        return true;
      }
      checkRestore(S, *E, Ev.Restored, Ev, nullptr);
      checkVariant(S, *S.find(L), Ev, nullptr);
      checkNesting(S, *S.find(L), Ev);
      if (E = S.find(L); E->Entry == EntryHold::Held && Demands.count(L)) {
        LockDemand D;
        D.Released = true;
        demand(S, L, D);
      }
      // The report copies the state; the entry is still ours.
      SetUnheld(*S.find(L));
      return true;
    case Hold::Unknown:
      E->Now = Hold::Unheld;
      return true;
    case Hold::Unheld:
      if (Ev.IfHeld)
        return false;
      if (E->Alive == Life::Destroyed) {
        reportLife(S, L, Ev, "is released after it was destroyed or freed",
                   Need::Nothing);
        S.find(L)->Alive = Life::Unknown;
        return true;
      }
      note(S, PathStep::Event, Ev.Loc,
           "'" + Name + "' is released although it is not held");
      report(S, IncidentKind::ReleaseUnheld, L, Need::Nothing, Ev);
      return true;
    }
  }
  if (LockEntry *W = weakMatch(S, L, Text)) {
    if (W->Now == Hold::Held) {
      if (W->Many) {
        ends(*W);
        W->Draining = true;
        return true;
      }
      if (W->Text == Text)
        assumption("the two locks named '" + Name + "' in '" +
                   M.str(F.SourceName).str() + "' are one lock");
      else
        assumption("'" + Name + "' is the lock '" + W->Text.str() +
                   "' where it is released");
      TermId WL = W->Lock;
      // From here on the two paths lead to one object.
      int64_t Off;
      TermId Mine = T.splitOffset(L, Off), Theirs = T.splitOffset(WL, Off);
      if (T[Mine].Kind == TermKind::InitMem && !T.mayEqual(WL, L))
        S.setMemory(T[Mine].A, Theirs);
      SetUnheld(*S.find(WL));
      if (S.find(WL)->Text != Text)
        S.find(WL)->ReleasedAs = Text;
      return true;
    }
    if (W->Now == Hold::Unknown || W->Many)
      return true;
  }
  LockEntry New;
  New.Lock = L;
  New.Now = Hold::Unheld;
  New.Site = Ev.Site;
  New.Text = Text;
  New.Kind = Ev.Kind;
  New.Api = Ev.Api;
  New.Restored = Ev.Restored;
  New.Variant = Ev.Variant;
  New.Mode = Ev.Mode;
  TermId Root = T.rootOf(T[L].Kind == TermKind::HandleLock ? T[L].A : L);
  bool Fresh = T[Root].Kind == TermKind::Object;
  bool Closed = Fresh || (Opts.ClosedEntry && T.isEntryPlace(L));
  if (Ev.IfHeld && (Closed || !T.isEntryPlace(L)))
    return false;
  if (Closed) {
    New.Entry = EntryHold::Unheld;
    note(S, PathStep::Event, Ev.Loc,
         "'" + Name + "' is released although it is not held");
    report(S, IncidentKind::ReleaseUnheld, L, Need::Nothing, Ev, "", {},
           givenAway(S, L));
  } else {
    New.Entry = EntryHold::Held;
    if (Ev.IfHeld) {
      // Callers that hold it find it given up, and to others it is nothing.
    } else if (T.isEntryPlace(L)) {
      const TraceNode *Before = S.Trace;
      note(S, PathStep::Event, Ev.Loc,
           "'" + Name + "' is released although it is not held");
      report(S, IncidentKind::ReleaseUnheld, L, Need::Unheld, Ev, "", {},
             givenAway(S, L));
      S.Trace = Before;
      LockDemand D;
      D.Released = true;
      D.Mode = Ev.Mode == LockMode::Any ? LockMode::Exclusive : Ev.Mode;
      D.Text = Text;
      D.Class = classOf(L, Ev.Class);
      demand(S, L, D);
    } else {
      assumption("'" + Name + "' is held where it is released in '" +
                 M.str(F.SourceName).str() + "'");
    }
    note(S, PathStep::Release, Ev.Loc, "'" + Name + "' is released here");
    New.Where = S.Trace;
  }
  New.At = {&M, Ev.Loc};
  S.insert(New);
  return true;
}

void Simulation::addEntryLock(State &S, const EntryLock &L,
                              const std::vector<TermId> &Args, LocId Loc) {
  TermId Lock = operandTerm(L.Lock, Args, S, 0);
  if (!Lock)
    return;
  LockEntry E;
  E.Lock = Lock;
  E.Entry = EntryHold::Held;
  E.Now = Hold::Held;
  E.Kind = P.intern(L.LockKind);
  E.Text = lockName(Lock, "");
  if (L.Saved)
    E.Saved = operandTerm(L.Saved, Args, S, 0);
  note(S, PathStep::Entry, Loc, "'" + E.Text.str() + "' is held on entry");
  E.Where = S.Trace;
  S.insert(E);
}
