//===- SummaryImport.cpp - A callee's summary applied to a call -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The terms of the callee are put into those of the caller; what would go
// wrong with the locks as they are here goes wrong; and the call ends in each
// of the cases that the caller's facts allow.
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "analysis/SummaryCondense.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

namespace spinguard {

/// One call of a function with a summary.
class SummaryImport {
public:
  SummaryImport(Simulation &Sim, ValueId Call, const Summary &Sum,
                uint32_t Callee, const FlowCall &C)
      : Sim(Sim), T(Sim.T), Sum(Sum), C(C), Sym(Sim.P.symbols()[Callee]),
        Call(Call), X(Sim.F.Values[Call]) {}

  void run(State S, const std::vector<TermId> &Args,
           std::vector<Simulation::Live> &Out);

private:
  void mapTerms(State &S, const std::vector<TermId> &Args);
  TermId mapTerm(PoolId I, State &S, const std::vector<TermId> &Args);
  bool assumeAll(FactSet &Fs, const std::vector<PoolFact> &Facts);
  void incident(const Incident &I, State &S);
  void meets(const Incident &I, Simulation::LocalIncident New, State &At);
  MaskState mapMask(const MaskState &M, const State &S);
  bool isStillOpen(const Incident &I, const State &S,
                   std::vector<FactSet::Fact> &Open);
  void frees(Simulation::LocalIncident New, TermId Object, State &At);
  bool meetsLock(const Incident &I, TermId L, State &At, Need &N,
                 DoubtSet &Doubts);
  bool mayNotRelease(PoolId L, const FactSet &Facts);
  bool mayBeLeftUnheld(const LockEffect &L, const ExitCase &Case,
                       const FactSet &Before);
  bool mayBeMaskedOtherwise(const ExitCase &Case, const FactSet &Before);
  llvm::StringRef classOf(TermId L, PoolId Theirs) const;
  llvm::StringRef nameOf(TermId L, llvm::StringRef Text, PoolId Theirs) const;
  bool isSurelyUnheld(const State &S, TermId Lock) const;
  void use(const LockUse &U, const State &S);
  void demand(const LockDemand &D, const std::vector<TermId> &Args,
              const State &S);
  void useOfDead(Simulation::LocalUse &N, const State &S,
                 const TraceStep &Step);
  bool apply(const ExitCase &Case, State &N);
  void endsIn(const ExitCase &Case, size_t Factor, const State &Before,
              std::vector<Simulation::Live> &Out);
  void applyLife(const LifeEffect &L, State &N);
  bool meetsLife(const Incident &I, TermId L, State &At, Need &N);
  /// A local lock of the callee's: at an entry point, that it is held is told.
  bool isOver(const LockEffect &L) const {
    return L.Ended && !Sim.Opts.Outermost;
  }
  void doubtLeftHeld(const std::vector<ExitCase> &Factor, const ExitCase &Case,
                     State &N);
  bool applyLock(const LockEffect &L, const ExitCase &Case,
                 const FactSet &Before, State &N);

  Simulation &Sim;
  TermArena &T;
  const Summary &Sum;
  const FlowCall &C;
  const ProgramSymbol &Sym;
  const ValueId Call;
  const FlowValue &X;
  std::vector<TermId> Map; ///< By the callee's pool.
};

} // namespace spinguard

//===----------------------------------------------------------------------===//
// Terms and facts
//===----------------------------------------------------------------------===//

TermId SummaryImport::mapTerm(PoolId I, State &S,
                              const std::vector<TermId> &Args) {
  const Term P0 = Sum.Pool[I];
  auto Op = [&](uint32_t Id) { return Id < I ? Map[Id] : 0; };
  switch (P0.Kind) {
  case TermKind::Const:
    return T.constant(P0.Imm, P0.Width);
  case TermKind::Param: {
    TermId A = size_t(P0.Imm) < Args.size() ? Args[P0.Imm] : 0;
    if (A && T[A].Width != P0.Width)
      A = T[A].Width > P0.Width ? T.cast(TermKind::Trunc, A, P0.Width) : 0;
    return A ? A : T.sym(SymKind::Imported, Call, 0, I, P0.Width);
  }
  case TermKind::InitMem:
    return Sim.load(S, Op(P0.A), P0.Width, Call);
  case TermKind::Sym:
    return T.sym(SymKind(P0.Op) == SymKind::Saved ? SymKind::Saved
                                                  : SymKind::Imported,
                 Call, 0, I, P0.Width);
  case TermKind::Object: {
    // An object the callee made and handed out: a new one at every call.
    TermId O = T.object(int64_t(I) << 32 | Call);
    S.show(O);
    auto It = std::lower_bound(S.Clobbered.begin(), S.Clobbered.end(), O);
    if (It == S.Clobbered.end() || *It != O)
      S.Clobbered.insert(It, O);
    return O;
  }
  case TermKind::PtrAdd:
    return T.ptrAdd(Op(P0.A), P0.Imm, Sum.Labels[P0.Aux], Sum.Tags[P0.Aux]);
  case TermKind::PtrIndex:
    return T.ptrIndex(Op(P0.A), Op(P0.B), P0.Imm);
  case TermKind::Binary:
    return T.binary(BinaryOp(P0.Op), Op(P0.A), Op(P0.B), P0.Width);
  case TermKind::Compare:
    return T.compare(ComparePred(P0.Op), Op(P0.A), Op(P0.B));
  case TermKind::Select:
    return T.select(Op(P0.A), Op(P0.B), Op(P0.C));
  case TermKind::ZExt:
  case TermKind::SExt:
  case TermKind::Trunc:
    return T.cast(P0.Kind, Op(P0.A), P0.Width);
  default: {
    Term N = P0;
    N.A = Op(P0.A);
    N.B = Op(P0.B);
    N.C = Op(P0.C);
    return T.intern(N);
  }
  }
}

/// The callee's terms in terms of this function, at the call.
void SummaryImport::mapTerms(State &S, const std::vector<TermId> &Args) {
  Map.assign(Sum.Pool.size(), 0);
  for (PoolId I = 1; I < Sum.Pool.size(); ++I)
    Map[I] = mapTerm(I, S, Args);
}

bool SummaryImport::assumeAll(FactSet &Fs, const std::vector<PoolFact> &Facts) {
  for (const PoolFact &Fact : Facts) {
    TermId Id = Map[Fact.T];
    if (!Id)
      continue;
    if (T[Id].Width == 1 && Fact.R->isSingle()) {
      if (!assume(T, Fs, Id, Fact.R->Lo != 0))
        return false;
      continue;
    }
    if (!assumeRange(T, Fs, Id, Fact.R))
      return false;
  }
  return true;
}

/// What is masked in this function where \p M is, in the callee.
MaskState SummaryImport::mapMask(const MaskState &M, const State &S) {
  MaskState R = M.after(S.Mask);
  if (M.Kind == MaskState::Restored) {
    TermId Saved = Map[M.Saved];
    if (const MaskState *Then = S.savedMask(Saved))
      R.restore(*Then);
    else if (Saved && T.isEntryTerm(Saved))
      R.Saved = Saved;
    else
      R.forget();
  }
  return R;
}

//===----------------------------------------------------------------------===//
// Incidents
//===----------------------------------------------------------------------===//

/// Whether the lock \p L can be in the state here in which \p I happens. \p N
/// becomes Need::Nothing where it is for sure.
bool SummaryImport::meetsLock(const Incident &I, TermId L, State &At, Need &N,
                              DoubtSet &Doubts) {
  if (!L || !Sim.tracks(L))
    return false;
  LockEntry *E = Sim.resolve(At, L);
  if (E && (E->Many || E->Now == Hold::Unknown))
    return false;
  Hold Bad = N == Need::Held ? Hold::Held : Hold::Unheld;
  if (E) {
    if (E->Now != Bad)
      return false;
    if (Bad == Hold::Held && I.Recursive && E->Mode == I.Mode)
      return false;
    N = Need::Nothing;
    Doubts = E->Doubts;
    return true;
  }
  LockEntry *W = Sim.weakMatch(At, L, I.LockText);
  if (W && (W->Now == Hold::Held || W->Many)) {
    if (Bad == Hold::Held)
      Sim.assumption("'" + I.LockText.str() + "' and '" + W->Text.str() +
                     "' are different locks where both are held");
    else
      Sim.assumption("'" + I.LockText.str() + "' is the lock '" +
                     W->Text.str() + "' where it is released");
    return false;
  }
  // A callee that does both halves is no half.
  const HeldContext *Context = Sim.Opts.Held;
  if (Bad == Hold::Unheld && Context &&
      !Context->acquires(Sym.Function, I.Class) &&
      mayNotRelease(I.Lock, At.Facts))
    Doubts |= HeldByCondition;
  if (Bad == Hold::Unheld)
    Doubts |= Sim.givenAway(At, L);
  bool Fresh = T[T.rootOf(L)].Kind == TermKind::Object;
  if (Bad == Hold::Unheld && Sim.Opts.ClosedEntry && T.isEntryPlace(L) &&
      Sim.mayBeSystemLock(At, I.LockKind)) {
    Sim.assumption("'" + I.LockText.str() +
                   "' is the lock that the system holds when it calls '" +
                   Sym.SourceName + "'");
    return false;
  }
  bool KnownUnheld = Fresh || (Sim.Opts.ClosedEntry && T.isEntryPlace(L));
  if (KnownUnheld) {
    if (Bad == Hold::Held)
      return false;
    N = Need::Nothing;
  } else if (!T.isEntryPlace(L)) {
    if (Bad == Hold::Unheld)
      Sim.assumption("'" + I.LockText.str() + "' is held where '" +
                     Sim.M.str(Sim.F.SourceName).str() + "' calls '" +
                     Sym.SourceName + "'");
    return false;
  }
  return true;
}

/// Whether \p L may have been initialised here before the callee does it.
bool SummaryImport::meetsLife(const Incident &I, TermId L, State &At, Need &N) {
  if (!L || !Sim.tracks(L))
    return false;
  if (LockEntry *E = Sim.resolve(At, L)) {
    if (E->Many || E->Now != Hold::Unheld || E->Alive != Life::Initialised ||
        E->InitSite == Call)
      return false;
    N = Need::Nothing;
    return true;
  }
  return !Sim.Opts.ClosedEntry && T.isEntryPlace(L);
}

/// What of \p I has to be so for sure and is not known here yet. False if it is
/// not so, or cannot be known.
bool SummaryImport::isStillOpen(const Incident &I, const State &S,
                                std::vector<FactSet::Fact> &Open) {
  for (const PoolFact &Fact : I.Must) {
    TermId Id = Map[Fact.T];
    if (!Id)
      return false;
    Range R = rangeOf(T, S.Facts, Id);
    if (T[Id].Width == 1)
      if (int D = decide(T, S.Facts, Id); D >= 0)
        R = Range::exactly(D);
    if (!R.intersects(Fact.R))
      return false;
    Range Both = R;
    Both.intersect(Fact.R);
    if (Both == R)
      continue;
    if (!T.isEntryTerm(Id))
      return false;
    Open.push_back({Id, Fact.R});
  }
  llvm::sort(Open,
             [](const auto &A, const auto &B) { return A.first < B.first; });
  return true;
}

/// The callee frees \p Object, in which a lock may be held here.
void SummaryImport::frees(Simulation::LocalIncident New, TermId Object,
                          State &At) {
  for (const LockEntry &E : At.Locks) {
    if (E.Now != Hold::Held || E.Many || is_contained(New.Dropped, E.Lock) ||
        !Sim.liesIn(E.Lock, Object))
      continue;
    New.I.Needs = Need::Nothing;
    New.I.Loc = {&Sim.M, X.Loc};
    New.I.Function = Sim.P.intern(
        Sim.P.locFunction(Sim.M, X.Loc, Sim.M.str(Sim.F.SourceName)));
    New.I.LockText = E.Text;
    New.I.LockKind = E.Kind;
    New.I.Class = Sim.classOf(E.Lock, E.Class);
    New.I.AccessPath = Sim.termText(E.Lock);
    New.I.Doubts |= E.Doubts;
    New.I.Mask = MaskState();
    New.Dropped.clear();
    New.Lock = 0;
    Sim.record(std::move(New), At);
    return;
  }
  if (Sim.Opts.ClosedEntry || !T.isEntryPlace(Object) ||
      !all_of(New.Dropped, [&](TermId D) { return T.isEntryPlace(D); }))
    return;
  New.Lock = Object;
  Sim.freesCallers(At, std::move(New));
}

/// What goes wrong in the callee, or would with the locks as they are here.
/// \p S is left as it was; there are many incidents, and it is large.
void SummaryImport::incident(const Incident &I, State &S) {
  if (Sim.Opts.Only && !Sim.Opts.Only->mayLeadTo(I))
    return;
  Simulation::LocalIncident New;
  FactSet Facts;
  if (!I.Facts.empty()) {
    Facts = S.Facts;
    if (!assumeAll(Facts, I.Facts))
      return;
  }
  if (!isStillOpen(I, S, New.Must))
    return;
  const TraceNode *Trace = S.Trace;
  if (!I.Facts.empty())
    std::swap(S.Facts, Facts);
  meets(I, std::move(New), S);
  if (!I.Facts.empty())
    std::swap(S.Facts, Facts);
  S.Trace = Trace;
}

/// What of \p I can be where the call is made in the state \p At, with what the
/// incident takes added to its facts. Moves on its trace.
void SummaryImport::meets(const Incident &I, Simulation::LocalIncident New,
                          State &At) {
  Need N = I.Needs;
  TermId L = N != Need::Nothing && I.Lock ? Map[I.Lock] : 0;
  DoubtSet Doubts = NoDoubt;
  if ((N == Need::Held || N == Need::Unheld) && !meetsLock(I, L, At, N, Doubts))
    return;
  if (N == Need::Initialised && !meetsLife(I, L, At, N))
    return;
  Sim.note(At, PathStep::Call, X.Loc, "'" + Sym.SourceName + "' is called",
           I.Path, Sim.CallDoubts);
  New.I = I;
  New.IsCallees = I.Needs == Need::Nothing;
  New.I.Doubts |= Doubts;
  New.I.Needs = N;
  New.I.Facts.clear();
  New.I.Must.clear();
  New.I.Dropped.clear(); // (Those are of the callee's pool.)
  for (PoolId D : I.Dropped)
    New.Dropped.push_back(Map[D]);
  New.I.Mask = mapMask(I.Mask, At);
  switch (N) {
  case Need::Atomic:
    return Sim.waits(At, std::move(New), X.Loc);
  case Need::Thread:
    return Sim.goesWrongInThread(At, std::move(New));
  case Need::Inside:
    return frees(std::move(New), Map[I.Lock], At);
  case Need::Open:
    if (!Sim.newestSpinLock(At, {}, {}))
      Sim.wantsMasked(At, std::move(New));
    return;
  default:
    break;
  }
  if (const LockEntry *E = L ? At.find(L) : nullptr;
      E && E->Now == Hold::Held && N == Need::Nothing)
    New.I.Acquired = E->At;
  New.I.Mask = MaskState();
  New.Dropped.clear();
  if (L && New.I.Class.empty())
    New.I.Class = classOf(L, I.Lock);
  if (L && N == Need::Nothing)
    New.I.LockText = nameOf(L, I.LockText, I.Lock);
  New.Lock = N == Need::Nothing ? 0 : L;
  Sim.record(std::move(New), At);
}

/// The class of a lock that the callee names by \p Theirs: as an argument, it
/// is the field that the caller passes.
StringRef SummaryImport::classOf(TermId L, PoolId Theirs) const {
  const Term &X = Sum.Pool[Theirs];
  StringRef Hint;
  if (X.Kind == TermKind::Param && size_t(X.Imm) < C.ArgClasses.size())
    Hint = Sim.P.intern(Sim.M.str(C.ArgClasses[X.Imm]));
  return Sim.classOf(L, Hint);
}

/// The name here of a lock that the callee calls \p Text: as an argument, it is
/// what the caller wrote.
StringRef SummaryImport::nameOf(TermId L, StringRef Text, PoolId Theirs) const {
  const Term &X = Sum.Pool[Theirs];
  bool OfParam = X.Kind == TermKind::Param;
  if (OfParam && size_t(X.Imm) < C.ArgNames.size()) {
    StringRef Mine = Sim.M.str(C.ArgNames[X.Imm]);
    if (Mine.find_first_of(".>[") != StringRef::npos &&
        Mine.find_first_of("(<*?") == StringRef::npos)
      return Sim.P.intern(Mine);
  }
  return Sim.bestName(L, Text, OfParam);
}

/// A lock that a callee acquires was destroyed here, or never initialised.
void SummaryImport::useOfDead(Simulation::LocalUse &N, const State &S,
                              const TraceStep &Step) {
  State At = S;
  TermId L = N.Lock;
  const LockEntry *E = Sim.resolve(At, L);
  N.U.Born = E && (E->Alive == Life::Initialised || E->Alive == Life::Unsure);
  Simulation::LockEvent Ev;
  Ev.Lock = L;
  Ev.Site = Call;
  Ev.Kind = N.U.What.Kind;
  std::string What = Sim.deadBecause(At, L, E, Ev);
  if (What.empty())
    return;
  Sim.note(At, Step.K, X.Loc, Step.Text, Step.Sub, Step.Doubts);
  Simulation::LocalIncident I;
  I.I.Kind = IncidentKind::Lifetime;
  I.I.Loc = N.U.Loc;
  I.I.Function = N.U.Function;
  I.I.LockText = N.U.What.Text;
  I.I.LockKind = Ev.Kind;
  I.I.Class = N.U.What.Class;
  I.I.AccessPath = Sim.termText(L);
  I.I.Detail = What;
  Sim.record(std::move(I), At);
}

bool SummaryImport::isSurelyUnheld(const State &S, TermId Lock) const {
  bool IsKnown = any_of(S.Locks, [&](const LockEntry &E) {
    return E.Lock == Lock && E.Now == Hold::Unheld;
  });
  return (IsKnown || Sim.Opts.ClosedEntry) &&
         none_of(S.Locks, [&](const LockEntry &E) {
           return E.Now != Hold::Unheld && Sim.mayBeOne(Lock, E);
         });
}

/// The callee acquires a lock with what is held here.
void SummaryImport::use(const LockUse &U, const State &S) {
  FactSet More;
  if (!U.Facts.empty()) {
    More = S.Facts;
    if (!assumeAll(More, U.Facts))
      return;
  }
  const FactSet &Facts = U.Facts.empty() ? S.Facts : More;
  Simulation::LocalUse N;
  N.U = U;
  N.U.Facts.clear();
  N.U.Dropped.clear();
  N.Lock = U.Lock ? Map[U.Lock] : 0;
  if (N.Lock) {
    StringRef Class = U.What.Class;
    if (Class.empty())
      Class = classOf(N.Lock, U.Lock);
    N.U.What =
        Sim.identityOf(N.Lock, Class, nameOf(N.Lock, U.What.Text, U.Lock),
                       U.What.Kind, U.What.Mode);
    N.U.What.Handler = U.What.Handler;
  }
  for (PoolId D : U.Dropped)
    N.Dropped.push_back(Map[D]);
  // It is taken again after it was given up: if nobody holds it, that was wrong
  // before, and says nothing of where it may be taken.
  if (N.Lock && is_contained(N.Dropped, N.Lock) && isSurelyUnheld(S, N.Lock))
    return;
  N.U.Mask = mapMask(U.Mask, S);
  TraceStep Step;
  Step.K = PathStep::Call;
  Step.At = {&Sim.M, X.Loc};
  Step.Function = Sim.M.str(Sim.F.SourceName);
  Step.Text = "'" + Sym.SourceName + "' is called";
  Step.Sub = U.Path;
  Step.Doubts = Sim.CallDoubts;
  if (N.Lock && !U.Born && !U.What.isHandler())
    useOfDead(N, S, Step);
  if (S.Trace)
    Step.Doubts |= S.Trace->AllDoubts;
  for (const TraceStep &Theirs : *U.Path)
    Step.Doubts |= Theirs.Doubts;
  N.U.Path = std::make_shared<std::vector<TraceStep>>(1, std::move(Step));
  Sim.noteUse(S, Facts, std::move(N));
}

/// The callee wants a lock to be held: if it is not this function that took it,
/// then this function wants it, too.
void SummaryImport::demand(const LockDemand &D, const std::vector<TermId> &Args,
                           const State &S) {
  TermId L = Map[D.Lock];
  if (!L || Sim.Opts.ClosedEntry || !Sim.tracks(L) || !T.isEntryPlace(L))
    return;
  State At = S;
  if (!assumeAll(At.Facts, D.Facts))
    return;
  LockEntry *E = Sim.resolve(At, L);
  if (E ? E->Entry != EntryHold::Held || E->Now != Hold::Held
        : Sim.weakMatch(At, L, D.Text) != nullptr)
    return;
  LockDemand Mine = D;
  Mine.Text = nameOf(L, D.Text, D.Lock);
  if (Mine.Class.empty())
    Mine.Class = classOf(L, D.Lock);
  Sim.demand(At, L, Mine);
  if (Sym.Function != NoId)
    if (TermId Theirs = Sim.inCallee(L, Args))
      Sim.PassedOn[{Sym.Function, Call}].insert(Theirs);
}

//===----------------------------------------------------------------------===//
// Cases
//===----------------------------------------------------------------------===//

/// The callee, called with these facts, may also return without a release of
/// the lock.
bool SummaryImport::mayNotRelease(PoolId L, const FactSet &Facts) {
  for (const auto &Factor : Sum.Factors) {
    bool Releases = false;
    const ExitCase *Other = nullptr;
    for (const ExitCase &C : Factor) {
      if (any_of(C.Locks, [&](const LockEffect &M) {
            return M.Lock == L && M.Entry == EntryHold::Held;
          })) {
        Releases = true;
        continue;
      }
      FactSet With = Facts;
      if (!C.Unwinds && assumeAll(With, C.Facts))
        Other = &C;
    }
    if (Releases && Other)
      return true;
  }
  return false;
}

/// The callee, called with the facts \p Before, may also return without the
/// lock, and neither its result nor an argument tells.
bool SummaryImport::mayBeLeftUnheld(const LockEffect &L, const ExitCase &Case,
                                    const FactSet &Before) {
  for (const auto &Factor : Sum.Factors) {
    if (none_of(Factor, [&](const ExitCase &O) { return &O == &Case; }))
      continue;
    for (const ExitCase &O : Factor) {
      if (&O == &Case || O.Unwinds || any_of(O.Locks, [&](const LockEffect &M) {
            return M.Lock == L.Lock && M.Exit != Hold::Unheld;
          }))
        continue;
      if (O.Return != Case.Return && Sum.Pool[O.Return].Kind == TermKind::Const)
        continue;
      FactSet Facts = Before;
      if (assumeAll(Facts, O.Facts))
        return true;
    }
  }
  return false;
}

/// The callee, called with the facts \p Before, may also return with a count of
/// what masks left otherwise, and its result does not tell.
bool SummaryImport::mayBeMaskedOtherwise(const ExitCase &Case,
                                         const FactSet &Before) {
  if (all_of(Case.Mask.Depth, [](int N) { return N == 0; }))
    return false;
  // (A lock that is left held may count as well: that is told as such.)
  auto NumHeld = [](const ExitCase &C) {
    return count_if(C.Locks,
                    [](const LockEffect &L) { return L.Exit == Hold::Held; });
  };
  for (const auto &Factor : Sum.Factors) {
    if (none_of(Factor, [&](const ExitCase &O) { return &O == &Case; }))
      continue;
    for (const ExitCase &O : Factor) {
      if (O.Unwinds || O.Mask.Depth == Case.Mask.Depth ||
          NumHeld(O) != NumHeld(Case) ||
          (O.Return != Case.Return &&
           Sum.Pool[O.Return].Kind == TermKind::Const))
        continue;
      FactSet Facts = Before;
      if (assumeAll(Facts, O.Facts))
        return true;
    }
  }
  return false;
}

/// Where the callee calls one of several functions, and in another case gives
/// up a lock that is held here, it may be only the one that does which it
/// calls.
void SummaryImport::doubtLeftHeld(const std::vector<ExitCase> &Factor,
                                  const ExitCase &Case, State &N) {
  for (const ExitCase &Other : Factor)
    for (const LockEffect &L : Other.Locks) {
      if (L.Entry != EntryHold::Held || L.Exit != Hold::Unheld ||
          any_of(Case.Locks,
                 [&](const LockEffect &Mine) { return Mine.Lock == L.Lock; }))
        continue;
      TermId Lock = Map[L.Lock];
      LockEntry *E = Lock && Sim.tracks(Lock) ? Sim.resolve(N, Lock) : nullptr;
      if (E && E->Now == Hold::Held)
        E->Doubts |= OneOfSeveral;
    }
}

/// What the callee did to one lock. False if the call does not end so.
bool SummaryImport::applyLock(const LockEffect &L, const ExitCase &Case,
                              const FactSet &Before, State &N) {
  TermId Lock = Map[L.Lock];
  if (!Lock || !Sim.tracks(Lock) || isOver(L))
    return true;
  int64_t Off;
  if (T[T.splitOffset(Lock, Off)].Kind == TermKind::Sym)
    Sim.notNull(N, Lock);
  Simulation::LockEvent Ev;
  Ev.Site = Call;
  Ev.Loc = X.Loc;
  Ev.Kind = L.Kind;
  Ev.Api = L.Api;
  Ev.Mode = L.Mode;
  Ev.Text = L.Text;
  Ev.Variant = L.Variant;
  Ev.Strict = Sim.P.isStrict(L.Api);
  Ev.Lock = Lock;
  LockEntry *E = Sim.resolve(N, Lock);
  if (!E)
    if (LockEntry *W = Sim.weakMatch(N, Lock, L.Text))
      if (L.Entry == EntryHold::Held && W->Now == Hold::Held) {
        Lock = W->Lock;
        E = W;
      }
  if (E && L.Entry == EntryHold::Held && E->Now == Hold::Held && L.Restored)
    Sim.checkRestore(N, *E, Map[L.Restored], Ev, Case.Path,
                     E->Site == NoId ? L.At : ModuleLoc());
  E = N.find(Lock);
  if (E && L.Entry == EntryHold::Held && E->Now == Hold::Held &&
      L.Exit == Hold::Unheld)
    Sim.checkVariant(N, *E, Ev, Case.Path);
  E = N.find(Lock);
  LockEntry New;
  if (E)
    New = *E;
  else {
    New.Lock = Lock;
    New.Text = L.Text;
    New.Kind = L.Kind;
    New.Api = L.Api;
    New.Class = L.Class;
    New.Site = Call;
    New.Part = L.Lock;
    New.Entry = L.Entry;
  }
  if (E && E->Many) {
    // One of many was released, or one more acquired.
    if (L.Exit == Hold::Unheld && L.Entry == EntryHold::Held) {
      Sim.ends(*E);
      E->Draining = true;
    }
    return true;
  }
  // The callee spins for ever (reported), or its try failed.
  if (E && E->Now == Hold::Held && L.Entry == EntryHold::Unheld &&
      !(L.Recursive && E->Mode == L.Mode))
    return false;
  // What the callee does comes on top of what its caller holds.
  if (E && E->Now == Hold::Held && L.Entry == EntryHold::Unheld) {
    if (L.Exit == Hold::Held)
      E->Depth = std::min(E->Depth + L.Depth, MaxLockDepth);
    return true;
  }
  if (E && E->Now == Hold::Held && E->Depth > 1 && L.Entry == EntryHold::Held &&
      L.Exit == Hold::Unheld) {
    --E->Depth;
    return true;
  }
  New.Now = L.Exit;
  if (L.Exit == Hold::Unknown)
    New.Alive = Life::Unsure;
  New.Mode = L.Mode;
  New.Variant = L.Variant;
  New.Recursive = L.Recursive;
  New.Depth = L.Depth;
  New.Many = L.Many;
  New.Draining = L.Draining;
  New.At = L.At;
  New.Where = N.Trace;
  if (L.Exit == Hold::Held) {
    // A callee that let go and took again holds it for its caller.
    bool Retaken = E && E->Now == Hold::Held && L.Entry == EntryHold::Held;
    New.Saved = L.Saved ? Map[L.Saved] : (Retaken ? New.Saved : 0);
    New.Handle = L.Handle ? Map[L.Handle] : New.Handle;
    New.Site = Call;
    New.Part = L.Lock;
    if (!Retaken)
      New.Text = nameOf(Lock, L.Text, L.Lock);
    New.Kind = L.Kind;
    New.Api = L.Api;
    New.Doubts |= L.Doubts;
    const HeldContext *Context = Sim.Opts.Held;
    if (L.Entry != EntryHold::Held && Context &&
        !Context->releases(Sym.Function, L.Class) &&
        mayBeLeftUnheld(L, Case, Before))
      New.Doubts |= HeldByCondition;
    if (New.Saved)
      Sim.SavedBy.try_emplace(New.Saved, New.Text);
  } else {
    if (E && E->Now == Hold::Held)
      Sim.ends(*E);
    New.Saved = 0;
    New.Restored = L.Restored ? Map[L.Restored] : 0;
  }
  N.insert(New);
  return true;
}

/// The callee began or ended the life of a lock.
void SummaryImport::applyLife(const LifeEffect &L, State &N) {
  TermId Lock = Map[L.Lock];
  if (!Lock || !Sim.tracks(Lock))
    return;
  LockEntry *E = Sim.resolve(N, Lock);
  if (E && E->Many)
    return;
  if (L.Alive == Life::Unknown) {
    if (E)
      E->Alive = Life::Unsure;
    return;
  }
  LockEntry New;
  if (E) {
    New = *E;
  } else {
    New.Lock = Lock;
    New.Entry = EntryHold::Unheld;
    New.Site = Call;
    New.Part = L.Lock;
    New.Text = nameOf(Lock, L.Text, L.Lock);
    New.Kind = L.Kind;
    New.Api = L.Api;
    New.Class = L.Class;
  }
  New.Now = Hold::Unheld;
  New.Alive = L.Alive;
  New.InitSite = Call;
  N.insert(New);
}

/// False if the call does not end in this case here.
bool SummaryImport::apply(const ExitCase &Case, State &N) {
  FactSet Before = N.Facts;
  for (const PoolFact &Fact : Case.Facts)
    Sim.noteTest(Map[Fact.T],
                 uint64_t(Sim.F.Blocks.size() + Call) << 32 | uint64_t(Fact.T));
  if (!assumeAll(N.Facts, Case.Facts))
    return false;
  if (Case.Unwinds && !Case.ThreadExit && !C.IsInvoke && Sim.F.NoUnwind)
    return false;
  bool Moves =
      !Case.Freed.empty() || !Case.Lives.empty() || Case.Mask != MaskState();
  for (const LockEffect &L : Case.Locks)
    Moves |=
        !isOver(L) && (L.Exit != Hold::Unheld || L.Entry == EntryHold::Held);
  if (Moves)
    Sim.note(
        N, PathStep::Call, X.Loc, "'" + Sym.SourceName + "' is called",
        Case.Path,
        Sim.CallDoubts |
            (mayBeMaskedOtherwise(Case, Before) ? HeldByCondition : NoDoubt));
  N.CalleeExit = Case.Loc;
  N.CalleeExitFunction = Sym.SourceName;
  for (const LockEffect &L : Case.Locks)
    if (!applyLock(L, Case, Before, N))
      return false;
  for (const LifeEffect &L : Case.Lives)
    applyLife(L, N);
  for (PoolId Id : Case.Given) {
    if (!Map[Id])
      continue;
    N.addGiven(Map[Id]);
    // An object of this function's, as if it was given away here.
    if (T[Map[Id]].Kind == TermKind::Object)
      Sim.clobber(N, Map[Id], -1, Call);
  }
  for (const auto &[A, Bytes] : Case.Wiped)
    Sim.clobber(N, Map[A], Bytes, Call);
  for (const auto &[A, Val] : Case.Mem) {
    if (Map[A] && Map[Val])
      Sim.clearsBits(N, Map[A], Map[Val], X.Loc);
    Sim.store(N, Map[A], Map[Val], Call);
  }
  for (PoolId A : Case.Clobbered)
    Sim.clobber(N, Map[A], 8, Call);
  // (After the stores, which show what was taken out of a list.)
  for (PoolId Id : Case.Freed)
    if (Map[Id])
      Sim.endsLivesIn(N, Map[Id], X.Loc, Call);
  MaskState Mask = mapMask(Case.Mask, N);
  for (const auto &[Saved, M, OpenBits] : Case.Saves)
    if (TermId Value = Map[Saved]) {
      N.setSavedMask(Value, mapMask(M, N));
      if (OpenBits)
        Sim.OpenBits.try_emplace(Value, OpenBits);
    }
  N.Mask = Mask;
  Sim.assumeCounted(N);
  return true;
}

/// The call, in the state \p Before, ends in \p Case of a factor, if it can.
void SummaryImport::endsIn(const ExitCase &Case, size_t Factor,
                           const State &Before,
                           std::vector<Simulation::Live> &Out) {
  State N = Before;
  if (!apply(Case, N))
    return;
  if (Sum.CallsOneOfSeveral)
    doubtLeftHeld(Sum.Factors[Factor], Case, N);
  if (Case.Unwinds) {
    N.ThreadExit = Case.ThreadExit;
    if (Case.ThreadExit)
      N.ReturnLoc = X.Loc;
    Out.push_back({std::move(N), true});
    return;
  }
  TermId Result = Case.Return ? Map[Case.Return] : 0;
  if (Factor == 0 && (X.Width || (Result && T[Result].Kind == TermKind::Tuple)))
    Sim.setResult(
        Call, N, Result ? Result : T.sym(SymKind::Result, Call, 0, 0, X.Width));
  Out.push_back({std::move(N), false});
}

void SummaryImport::run(State S, const std::vector<TermId> &Args,
                        std::vector<Simulation::Live> &Out) {
  for (StringRef A : Sum.Assumptions)
    Sim.assumeInterned(A);
  for (TermId A : Args)
    Sim.escapes(S, A);
  mapTerms(S, Args);
  Sim.CallsOneOfSeveral |= Sum.CallsOneOfSeveral;
  for (const Incident &I : Sum.Incidents)
    incident(I, S);
  for (const LockUse &U : Sum.Uses)
    use(U, S);
  for (TermId A : Args)
    Sim.becomesKnown(S, A);
  for (const LockDemand &D : Sum.Demands)
    demand(D, Args, S);
  if (Sym.Function != NoId)
    Sim.noteCall(Sym.Function, Call, Args, S);

  // (Locks of different factors do not interact. Where no more is asked than
  // how each lock is left, all ways to combine the cases need not be looked
  // at.)
  bool Combines = !Sim.Opts.Outermost;
  std::vector<Simulation::Live> Cur, Next, Done;
  Cur.push_back({std::move(S), false});
  for (size_t FI = 0; FI < Sum.Factors.size(); ++FI) {
    Next.clear();
    for (Simulation::Live &Base : Cur) {
      if (Base.Unwinding) {
        Next.push_back(std::move(Base));
        continue;
      }
      for (const ExitCase &Case : Sum.Factors[FI])
        endsIn(Case, FI, Base.S, Next);
    }
    if (Combines)
      std::swap(Cur, Next);
    std::vector<Simulation::Live> &Now = Combines ? Cur : Next;
    if (Now.size() > 1)
      Sim.mergeLive(Now, int64_t(Sim.F.Blocks.size()) + Call);
    if (Sim.Stop != StopReason::None)
      return;
    if (!Combines)
      std::move(Now.begin(), Now.end(), std::back_inserter(Done));
  }
  if (!Combines && !Sum.Factors.empty())
    Cur = std::move(Done);
  for (Simulation::Live &L : Cur)
    Out.push_back(std::move(L));
}

/// Cases that a coarse run would merge after the call are merged before it.
static constexpr size_t ManyCases = 24;

void Simulation::applySummary(ValueId V, const Summary &Sum, uint32_t Callee,
                              const FlowCall &C, State S,
                              const std::vector<TermId> &Args,
                              std::vector<Live> &Out) {
  Steps += Sum.Pool.size() / 8 + Sum.Incidents.size() + Sum.Uses.size();
  constexpr unsigned FewDisjuncts = 4;
  bool HasMany = any_of(
      Sum.Factors, [](const auto &Cases) { return Cases.size() > ManyCases; });
  if (Sum.GaveUp.empty() &&
      (Opts.Condenses || (HasMany && Opts.Disjuncts <= FewDisjuncts))) {
    auto [It, IsNew] = Condensed.try_emplace(&Sum);
    if (IsNew)
      It->second = condensed(Sum, /*KeepsNames=*/!Opts.Widens);
    return SummaryImport(*this, V, It->second, Callee, C)
        .run(std::move(S), Args, Out);
  }
  if (Sum.GaveUp.empty())
    return SummaryImport(*this, V, Sum, Callee, C).run(std::move(S), Args, Out);
  const std::string &Name = P.symbols()[Callee].SourceName;
  assumption("'" + Name +
             "', on which the analysis gave up, touches no lock that its "
             "caller holds");
  opaqueCall(V, Name, C, std::move(S), Args, Out);
}
