//===- SimulationOrder.cpp - Acquisitions and their order on a path -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Notes what is acquired, here or in a callee, with what is held and masked
// then. Nothing is judged: that takes the whole program (AcquisitionGraph).
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

/// A function that acquires more classes of locks than this, with its callees,
/// tells its callers of these only.
static constexpr size_t MaxUses = 128;
/// Edges lead from so many of the locks that are held, the newest: with the
/// edges between those before, they lead from the others as well.
static constexpr size_t MaxEdges = 8;

/// The class of a lock. \p Hint: the field that the source passes, or "".
StringRef Simulation::classOf(TermId L, StringRef Hint) const {
  const Term &X = T[L];
  if (X.Kind == TermKind::SystemLock)
    return P.nameText(X.Aux);
  if (X.Kind == TermKind::Token) {
    std::string Name = P.nameText(X.Aux).str();
    int64_t K;
    if (X.A && T.isConst(X.A, K))
      Name += " " + std::to_string(K);
    return P.intern(Name);
  }
  if (!Hint.empty())
    return Hint;
  // A handle, or a pointer to a lock, that a variable holds.
  if (X.Kind == TermKind::InitMem && T[X.A].Kind == TermKind::Global)
    return P.intern("*" + P.lockClass(T[X.A].Aux, true));
  TermId Root = T.rootOf(L);
  if (T[Root].Kind == TermKind::Global)
    return P.intern(P.lockClass(T[Root].Aux, Root == L));
  return T.tag(L).empty() ? StringRef() : P.intern(T.tag(L));
}

LockIdentity Simulation::identityOf(TermId L, StringRef Hint, StringRef Text,
                                    StringRef Kind, LockMode Mode) const {
  LockIdentity Id;
  Id.Class = classOf(L, Hint);
  Id.Text = Text;
  Id.Kind = Kind;
  Id.Mode = Mode;
  int64_t Off;
  TermId Base = T.splitOffset(L, Off);
  if (T[Base].Kind == TermKind::Global)
    Id.Instance =
        P.intern(P.lockClass(T[Base].Aux, true) + "+" + std::to_string(Off));
  else if (T[L].Kind == TermKind::SystemLock)
    Id.Instance = Id.Class;
  return Id;
}

/// \p Lock is acquired by a call of this function.
void Simulation::acquires(const State &S, TermId Lock, const LockEvent &E) {
  LocalUse N;
  N.Lock = Lock;
  N.U.What = identityOf(Lock, E.Class, lockName(Lock, E.Text), E.Kind, E.Mode);
  N.U.Try = E.Try;
  N.U.Ordered = E.Ordered;
  N.U.Born = any_of(S.Locks, [&](const LockEntry &L) {
    return L.Lock == Lock &&
           (L.Alive == Life::Initialised || L.Alive == Life::Unsure);
  });
  N.U.Mask = S.Mask;
  if (E.Masks != Masked::Nothing)
    N.U.Mask.mask(E.Masks, E.MasksNest);
  N.U.Loc = {&M, E.Loc};
  N.U.Function = P.intern(P.locFunction(M, E.Loc, M.str(F.SourceName)));
  TraceStep Step;
  Step.K = PathStep::Acquire;
  Step.At = N.U.Loc;
  Step.Function = M.str(F.SourceName);
  Step.Text = ("'" + N.U.What.Text + "' is acquired here").str();
  Step.Doubts = S.Trace ? S.Trace->AllDoubts : DoubtSet(NoDoubt);
  N.U.Path = std::make_shared<std::vector<TraceStep>>(1, std::move(Step));
  noteUse(S, S.Facts, std::move(N));
}

void Simulation::waitsForHandler(const State &S, const Api &A,
                                 const FlowCall &C, TermId Object, LocId Loc) {
  unsigned I = A.WaitsFor.ArgNo;
  if (!Object || I >= C.Args.size())
    return;
  LocalUse N;
  N.Lock = Object;
  N.U.What = identityOf(Object, P.intern(M.str(C.ArgClasses[I])),
                        lockName(Object, P.intern(M.str(C.ArgNames[I]))), "",
                        LockMode::Exclusive);
  N.U.What.Handler = P.intern(A.Name);
  N.U.Sleeps = A.Blocking != Blocks::No;
  N.U.Mask = S.Mask;
  N.U.Loc = {&M, Loc};
  N.U.Function = P.intern(P.locFunction(M, Loc, M.str(F.SourceName)));
  TraceStep Step;
  Step.K = PathStep::Event;
  Step.At = N.U.Loc;
  Step.Function = M.str(F.SourceName);
  Step.Text = "'" + A.Name + "' waits until the handler of '" +
              N.U.What.Text.str() + "' has ended";
  Step.Doubts = S.Trace ? S.Trace->AllDoubts : DoubtSet(NoDoubt);
  N.U.Path = std::make_shared<std::vector<TraceStep>>(1, std::move(Step));
  noteUse(S, S.Facts, std::move(N));
}

/// The locks that are held, the newest first; no more than \p Max.
std::vector<const LockEntry *> Simulation::newestHeld(const State &S,
                                                      size_t Max) const {
  std::vector<const LockEntry *> Held;
  for (const LockEntry &E : S.Locks)
    if (E.Now == Hold::Held)
      Held.push_back(&E);
  if (Held.size() < 2)
    return Held;
  DenseMap<const TraceNode *, unsigned> Order;
  for (const LockEntry *E : Held)
    Order[E->Where] = ~0u;
  unsigned Count = 0;
  for (const TraceNode *N = S.Trace; N; N = N->Parent)
    if (auto It = Order.find(N); It != Order.end() && It->second == ~0u)
      It->second = Count++;
  llvm::stable_sort(Held, [&](const LockEntry *A, const LockEntry *B) {
    return Order.lookup(A->Where) < Order.lookup(B->Where);
  });
  if (Held.size() > Max)
    Held.resize(Max);
  return Held;
}

/// Whether the way is taken depends on what an atomic operation gives.
static bool isDoubtful(ArrayRef<TraceStep> Way) {
  return any_of(Way,
                [](const TraceStep &S) { return S.Doubts & AtomicOutcome; });
}

/// A lock is acquired here, or by a callee, on the way that \p S has taken.
void Simulation::noteUse(const State &S, const FactSet &Facts, LocalUse N) {
  LockUse &U = N.U;
  for (const LockEntry *E : newestHeld(S, MaxEdges))
    if (!E->Draining && E->Lock != N.Lock &&
        none_of(N.Dropped, [&](TermId D) { return mayBeOne(D, *E); }) &&
        !isPrivate(S, E->Lock) && !isPrivate(S, N.Lock))
      addEdge(S, identityOf(E->Lock, E->Class, E->Text, E->Kind, E->Mode),
              E->Lock, N);
  if (Opts.Self != NoId)
    for (StringRef Class : P.functions()[Opts.Self].HandlerOf) {
      LockIdentity Handler;
      Handler.Class = Class;
      Handler.Text = Handler.Handler = P.intern(M.str(F.SourceName));
      addEdge(S, Handler, F.NumParams ? T.param(0, F.Values[0].Width) : 0, N);
    }
  for (const LockEntry &E : S.Locks)
    if (E.Entry == EntryHold::Held && E.Now != Hold::Held)
      N.Dropped.push_back(E.Lock);
  llvm::sort(N.Dropped);
  N.Dropped.erase(std::unique(N.Dropped.begin(), N.Dropped.end()),
                  N.Dropped.end());
  if (N.Lock && T[T.rootOf(N.Lock)].Kind == TermKind::Object &&
      U.What.Class.empty())
    return; // A lock of its own, of which nobody else knows.
  N.Facts = entryFacts(Facts);
  unsigned Variants = 0;
  for (LocalUse &O : Uses) {
    if (O.U.What.Class != U.What.Class || O.U.What.Mode != U.What.Mode ||
        O.U.What.Instance != U.What.Instance || O.U.Try != U.Try ||
        O.U.What.Handler != U.What.Handler || O.U.Sleeps != U.Sleeps ||
        O.U.Born != U.Born || O.U.Mask != U.Mask || O.Dropped != N.Dropped ||
        (U.What.Class.empty() && O.Lock != N.Lock))
      continue;
    // A way that is sure tells more than one that a count decides about.
    bool Surer = isDoubtful(*O.U.Path) && !isDoubtful(*U.Path);
    bool LessSure = !isDoubtful(*O.U.Path) && isDoubtful(*U.Path);
    if (!Surer && coversFacts(O.Facts, N.Facts))
      return;
    if (!LessSure && coversFacts(N.Facts, O.Facts)) {
      O = std::move(N);
      return;
    }
    if (++Variants >= 4)
      return;
  }
  if (Uses.size() >= MaxUses) {
    assumeLimit("callers of '" + M.str(F.SourceName).str() +
                "' hold no lock that is acquired after the first " +
                std::to_string(MaxUses) + " of its locks elsewhere");
    return;
  }
  Uses.push_back(std::move(N));
}

void Simulation::addEdge(const State &S, const LockIdentity &From, TermId Held,
                         const LocalUse &N) {
  const LockIdentity &To = N.U.What;
  // A handler that waits for its own end is another defect.
  if (To.isHandler() &&
      ((From.isHandler() && From.Class == To.Class) ||
       (Opts.Self != NoId &&
        is_contained(P.functions()[Opts.Self].HandlerOf, To.Class))))
    return;
  if (N.U.Sleeps && !From.isHandler() &&
      !P.models().findLockKind(From.Kind).MaySleep)
    return;
  // Whoever tries does not wait; and within a class it is the order of single
  // locks that counts.
  if (N.U.Try || !P.models().findLockKind(To.Kind).Waits ||
      From.Class.empty() || To.Class.empty() ||
      (From.Class == To.Class &&
       (N.U.Ordered || From.Instance.empty() || To.Instance.empty() ||
        From.Instance == To.Instance)))
    return;
  std::vector<StringRef> Gates;
  for (const LockEntry &E : S.Locks)
    if (E.Now == Hold::Held && !E.Many && E.Lock != Held &&
        E.Mode == LockMode::Exclusive)
      Gates.push_back(classOf(E.Lock, E.Class));
  llvm::sort(Gates);
  auto Key = std::make_tuple(From.Class, From.Instance, From.Mode, To.Class,
                             To.Instance, To.Mode);
  int64_t Offset;
  bool OfOneObject =
      Held && N.Lock &&
      T.splitOffset(Held, Offset) == T.splitOffset(N.Lock, Offset);
  auto [It, New] = Edges.try_emplace(Key);
  AcquisitionEdge &E = It->second;
  if (!New) {
    // Of a handler, each way counts.
    E.OfOneObject = From.isHandler() ? E.OfOneObject && OfOneObject
                                     : E.OfOneObject || OfOneObject;
    // What is not held on each way is no gate.
    std::vector<StringRef> Both;
    std::set_intersection(E.Gates.begin(), E.Gates.end(), Gates.begin(),
                          Gates.end(), std::back_inserter(Both));
    E.Gates = std::move(Both);
    // A way that is sure tells more.
    if (!isDoubtful(*E.Path) || isDoubtful(*N.U.Path) ||
        (S.Trace && S.Trace->AllDoubts & AtomicOutcome))
      return;
  } else {
    E.Gates = std::move(Gates);
    E.OfOneObject = OfOneObject;
  }
  E.From = From;
  E.To = To;
  E.Loc = N.U.Loc;
  E.Function = P.intern(M.str(F.SourceName));
  // How From came to be held, and what leads to To from here.
  auto Steps = std::make_shared<std::vector<TraceStep>>(*path(S));
  Steps->insert(Steps->end(), N.U.Path->begin(), N.U.Path->end());
  if (Opts.Widens)
    Steps->back().Doubts |= LostStates;
  E.Path = std::move(Steps);
}

/// \p Lock as a callee with these arguments sees it: a part of what it is
/// given, or of a global. 0 if it is neither.
TermId Simulation::inCallee(TermId Lock, const std::vector<TermId> &Args,
                            unsigned Depth) {
  Term X = T[Lock];
  if (!Lock || !Depth || X.Kind == TermKind::Const)
    return 0;
  for (unsigned I = 0; I < Args.size(); ++I)
    if (Args[I] == Lock)
      return T.param(I, X.Width);
  switch (X.Kind) {
  case TermKind::Global:
    return Lock;
  case TermKind::PtrAdd: {
    std::string Label = T.label(Lock).str(), Tag = T.tag(Lock).str();
    TermId Base = inCallee(X.A, Args, Depth - 1);
    return Base ? T.ptrAdd(Base, X.Imm, Label, Tag) : 0;
  }
  case TermKind::PtrIndex: {
    TermId Base = inCallee(X.A, Args, Depth - 1);
    TermId Index = T[X.B].Kind == TermKind::Const
                       ? TermId(X.B)
                       : inCallee(X.B, Args, Depth - 1);
    return Base && Index ? T.ptrIndex(Base, Index, X.Imm) : 0;
  }
  case TermKind::InitMem:
    X.A = inCallee(X.A, Args, Depth - 1);
    return X.A ? T.intern(X) : 0;
  default:
    return 0;
  }
}

/// Notes what is held for sure where \p Callee is called.
void Simulation::noteCall(FunctionId Callee, ValueId Site,
                          const std::vector<TermId> &Args, const State &S) {
  if (Opts.NoteContracts) {
    std::set<std::pair<TermId, StringRef>> Now;
    for (const LockEntry &E : S.Locks)
      if (E.Now == Hold::Held && !E.Many)
        Now.insert({inCallee(E.Lock, Args), classOf(E.Lock, E.Class)});
    auto [It, New] = CallHolds.try_emplace({Callee, Site}, Now);
    if (!New)
      for (auto I = It->second.begin(); I != It->second.end();)
        I = Now.count(*I) ? std::next(I) : It->second.erase(I);
  }
  std::set<StringRef> Held;
  for (const LockEntry &E : S.Locks)
    if (E.Now == Hold::Held && !E.Many && E.Mode == LockMode::Exclusive)
      if (StringRef C = classOf(E.Lock, E.Class); !C.empty())
        Held.insert(C);
  auto [It, New] = HeldAtCalls.try_emplace(Callee, Held);
  if (New)
    return;
  for (auto I = It->second.begin(); I != It->second.end();)
    I = Held.count(*I) ? std::next(I) : It->second.erase(I);
}
