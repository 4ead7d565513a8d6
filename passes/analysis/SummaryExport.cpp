//===- SummaryExport.cpp - From a simulation to a summary -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

namespace spinguard {

/// Copies what a caller can use into a summary's own pool.
class SummaryExport {
public:
  explicit SummaryExport(Simulation &Sim) : Sim(Sim), T(Sim.T) {}

  Summary run();

private:
  PoolId term(TermId Id);
  std::vector<PoolFact> facts(const FactSet &F);
  TermId returned(State &S) const;
  std::vector<LifeEffect> lives(const State &S);
  MaskState mask(const MaskState &M);
  void cases();
  unsigned witnessDepth() const;
  void incidents();
  void acquisitions();
  void demands();
  void calls();
  void lockParams();
  bool exported(const LockEntry &E) const;
  bool isNameable(TermId Id) const {
    return T.isEntryTerm(Id) && T[Id].Depth <= MaxExportDepth;
  }

  Simulation &Sim;
  TermArena &T;
  Summary Out;
  DenseMap<TermId, PoolId> Ids;
};

} // namespace spinguard

PoolId SummaryExport::term(TermId Id) {
  if (!Id)
    return 0;
  auto It = Ids.find(Id);
  if (It != Ids.end())
    return It->second;
  Term X = T[Id];
  if (X.Depth > MaxExportDepth) {
    // Too long a path for a caller: some value.
    unsigned Width = X.Width;
    X = Term();
    X.Kind = TermKind::Sym;
    X.Op = uint8_t(SymKind::Opaque);
    X.Width = Width;
  }
  X.A = term(X.A);
  X.B = term(X.B);
  X.C = term(X.C);
  if (X.Kind == TermKind::Sym || X.Kind == TermKind::Object) {
    // An unknown of this function: only its identity matters to a caller.
    X.A = X.B = X.C = 0;
    X.Aux = 0;
    X.Gen = 0;
    X.Imm = int64_t(Out.Pool.size());
  }
  if (X.Kind == TermKind::PtrAdd) {
    X.Aux = 0;
    StringRef L = T.label(Id), Tag = T.tag(Id);
    if (!L.empty() || !Tag.empty()) {
      X.Aux = Out.Labels.size();
      Out.Labels.push_back(L.str());
      Out.Tags.push_back(Tag.str());
    }
  }
  X.Flags = X.Depth = 0;
  PoolId P = Out.Pool.size();
  Out.Pool.push_back(X);
  Ids[Id] = P;
  return P;
}

std::vector<PoolFact> SummaryExport::facts(const FactSet &F) {
  std::vector<PoolFact> R;
  // Or how an unknown compares with a number.
  auto IsComparison = [&](TermId Id) {
    const Term &X = T[Id];
    return X.Kind == TermKind::Compare &&
           ((Ids.count(X.A) && T[X.B].Kind == TermKind::Const) ||
            (Ids.count(X.B) && T[X.A].Kind == TermKind::Const));
  };
  for (const auto &[Id, Rg] : F.all())
    if (Ids.count(Id) || isNameable(Id) || IsComparison(Id))
      R.push_back({term(Id), Rg});
  return R;
}

bool SummaryExport::exported(const LockEntry &E) const {
  // Which of many are still held is not known: that is no news to callers.
  if (E.isBalanced())
    return false;
  if (E.Now == Hold::Held)
    return E.Entry != EntryHold::Held || E.Depth > 1 || E.Many || E.Saved;
  if (E.Now == Hold::Unknown)
    return isNameable(E.Lock);
  return E.Entry == EntryHold::Held && T[E.Lock].Depth <= MaxExportDepth;
}

/// What is new about the lives of locks that callers know and that are not held
/// in the end.
std::vector<LifeEffect> SummaryExport::lives(const State &S) {
  std::vector<LifeEffect> Out;
  for (const LockEntry &E : S.Locks)
    if (E.Alive != Life::Unknown && E.Now == Hold::Unheld && !E.Many &&
        T.isEntryPlace(E.Lock) && T[E.Lock].Depth <= MaxExportDepth)
      Out.push_back({term(E.Lock), E.Alive, E.Text, E.Kind, E.Api, E.Class});
  return Out;
}

/// The result as a caller sees it. What it is computed from is lost on callers
/// if nothing else they see is made of the same unknowns: it is some value in
/// its range, and cases that differ in the computation only are one.
TermId SummaryExport::returned(State &S) const {
  TermId R = S.Env[0];
  if (!R || !T.hasSym(R) || T[R].Kind == TermKind::Tuple ||
      (T[R].Flags & TermHasObject) ||
      (T[R].Kind == TermKind::Sym && SymKind(T[R].Op) == SymKind::Saved) ||
      S.savedMask(R))
    return R;
  DenseSet<TermId> Seen;
  auto Walk = [&](TermId Id, bool Look) {
    std::vector<TermId> Work{Id};
    while (!Work.empty()) {
      TermId X = Work.back();
      Work.pop_back();
      if (!X || !T.hasSym(X))
        continue;
      if (Look && Seen.count(X))
        return true;
      if (!Look && !Seen.insert(X).second)
        continue;
      Work.insert(Work.end(), {T[X].A, T[X].B, T[X].C});
    }
    return false;
  };
  Walk(R, false);
  for (const LockEntry &L : S.Locks)
    for (TermId Id : {L.Lock, L.Handle, L.Saved, L.Restored})
      if (Walk(Id, true))
        return R;
  for (const auto &M : S.Mem)
    if (Walk(M.first, true) || Walk(M.second, true))
      return R;
  TermId Some =
      T.sym(SymKind::Opaque, int64_t(Sim.F.Values.size()), 0, 0, T[R].Width);
  S.Facts.set(Some, rangeOf(T, S.Facts, R));
  return Some;
}

/// A saved value that a caller cannot name brings back who knows what.
MaskState SummaryExport::mask(const MaskState &M) {
  MaskState R = M;
  if (R.Kind == MaskState::Restored) {
    if (isNameable(M.Saved))
      R.Saved = term(M.Saved);
    else
      R.forget();
  }
  return R;
}

void SummaryExport::cases() {
  // Reduce the exits to what is exported, then merge the like ones.
  std::vector<Simulation::LocalExit> List;
  std::set<std::vector<std::tuple<TermId, int, int, int>>> Kinds;
  for (Simulation::LocalExit &E : Sim.Exits) {
    Simulation::LocalExit N = E;
    State &S = N.S;
    S.Env.assign(1, E.Return);
    N.Lives = lives(S);
    S.Locks.erase(
        std::remove_if(S.Locks.begin(), S.Locks.end(),
                       [&](const LockEntry &L) { return !exported(L); }),
        S.Locks.end());
    // What is in an object that it returns: callers know it by the result.
    TermId Made = E.Return ? T.rootOf(E.Return) : 0;
    if (T[Made].Kind != TermKind::Sym && T[Made].Kind != TermKind::Object)
      Made = 0;
    S.Mem.erase(std::remove_if(S.Mem.begin(), S.Mem.end(),
                               [&](const auto &M) {
                                 return !isNameable(M.first) &&
                                        (!Made || T.rootOf(M.first) != Made ||
                                         T[M.first].Depth > MaxExportDepth);
                               }),
                S.Mem.end());
    // A caller gets what it can use: values it can name first, and no more
    // than it can carry through its own paths.
    constexpr size_t MaxMem = 48;
    if (S.Mem.size() > MaxMem) {
      Sim.assumeLimit("no lock depends on more than " + std::to_string(MaxMem) +
                      " of the places that '" +
                      Sim.M.str(Sim.F.SourceName).str() + "' writes to");
      auto Useful = [&](const std::pair<TermId, TermId> &M) {
        return M.second && !T.hasSym(M.second);
      };
      std::stable_partition(S.Mem.begin(), S.Mem.end(), Useful);
      S.Mem.resize(MaxMem);
      std::sort(S.Mem.begin(), S.Mem.end());
    }
    S.Clobbered.clear();
    S.Zeroed.clear();
    S.Env[0] = returned(S);
    Sim.prune(S);
    List.push_back(std::move(N));
    std::vector<std::tuple<TermId, int, int, int>> Key;
    for (const LockEntry &L : List.back().S.Locks)
      Key.push_back({L.Lock, int(L.Entry), int(L.Now), L.Draining});
    if (!E.Unwinds)
      Kinds.insert(std::move(Key));
  }
  // Callers go by what a function returns, where it returns numbers.
  std::set<int64_t> Results;
  for (const Simulation::LocalExit &E : List) {
    int64_t Number;
    if (!E.Unwinds && E.S.Env[0] && T.isConst(E.S.Env[0], Number))
      Results.insert(Number);
  }
  size_t Keep = Kinds.size() > 1     ? std::clamp(Sim.Opts.Disjuncts, 8u, 16u)
                : Results.size() > 1 ? 6
                                     : 3;
  // A number, such as null, and what is none, such as a pointer, or two numbers
  // are merged only where there is no room for them.
  auto ReturnsAlike = [&](const State &A, const State &B) {
    int64_t Number;
    auto IsNumber = [&](TermId Id) { return Id && T.isConst(Id, Number); };
    return A.Env[0] == B.Env[0] || (!IsNumber(A.Env[0]) && !IsNumber(B.Env[0]));
  };
  constexpr unsigned ManyFacts = 1000;
  std::vector<Simulation::LocalExit> Merged;
  for (Simulation::LocalExit &E : List) {
    unsigned Same = 0;
    Simulation::LocalExit *Best = nullptr;
    unsigned BestDistance = ~0u;
    bool Drop = false, IsFirst = true;
    for (Simulation::LocalExit &O : Merged) {
      if (O.Unwinds != E.Unwinds || !O.S.sameProperty(E.S))
        continue;
      if (O.S.sameAs(E.S) && O.Lives == E.Lives) {
        Drop = true;
        break;
      }
      ++Same;
      unsigned D = O.S.distance(T, E.S, BestDistance);
      if (ReturnsAlike(O.S, E.S))
        IsFirst = false;
      else
        D += ManyFacts;
      if (D < BestDistance) {
        BestDistance = D;
        Best = &O;
      }
    }
    if (Drop)
      continue;
    if (!Best || Same < Keep || (IsFirst && Same < 2 * Keep)) {
      Merged.push_back(std::move(E));
      continue;
    }
    if (mergeStates(T, Best->S, E.S, {-1, false}) && Kinds.size() > 1)
      Sim.Lost = true;
    // A life that began or ended on one of the ways only is not sure: nor is
    // what it was before.
    auto In = [](std::vector<LifeEffect> &Lives, PoolId Lock) {
      return find_if(Lives,
                     [&](const LifeEffect &L) { return L.Lock == Lock; });
    };
    for (LifeEffect &L : Best->Lives)
      if (auto O = In(E.Lives, L.Lock); O == E.Lives.end())
        L.Alive = Life::Unknown;
      else if (O->Alive != L.Alive && L.Alive != Life::Unknown)
        L.Alive = O->Alive == Life::Unknown ? Life::Unknown : Life::Unsure;
    for (LifeEffect &L : E.Lives)
      if (In(Best->Lives, L.Lock) == Best->Lives.end()) {
        L.Alive = Life::Unknown;
        Best->Lives.push_back(L);
      }
    Best->Return = Best->S.Env[0];
  }
  std::vector<ExitCase> Cases;
  for (Simulation::LocalExit &E : Merged) {
    ExitCase C;
    C.Unwinds = E.Unwinds;
    C.ThreadExit = E.S.ThreadExit;
    C.Return = term(E.S.Env[0]);
    // A thread ends where it says so, however deep below.
    C.Loc = E.S.ThreadExit && E.S.CalleeExit.M ? E.S.CalleeExit
                                               : ModuleLoc{&Sim.M, E.Loc};
    for (const LockEntry &L : E.S.Locks) {
      LockEffect X;
      X.Lock = term(L.Lock);
      X.Entry = L.Entry;
      X.Exit = L.Now;
      X.Mode = L.Mode;
      X.Depth = L.Depth;
      X.Many = L.Many;
      X.Draining = L.Draining;
      X.Recursive = L.Recursive;
      X.Ended = L.Now == Hold::Held && L.Alive == Life::Destroyed;
      X.Handle = term(L.Handle);
      X.Saved = term(L.Saved);
      X.Restored = term(L.Restored);
      X.At = L.At;
      X.Text = L.Text;
      X.Kind = L.Kind;
      X.Api = L.Api;
      X.Class = Sim.classOf(L.Lock, L.Class);
      X.Doubts = L.Doubts | (Sim.Opts.Widens ? LostStates : NoDoubt);
      X.Variant = L.Variant;
      C.Locks.push_back(X);
    }
    for (const LifeEffect &L : E.Lives)
      C.Lives.push_back(L);
    for (TermId Id : E.S.Freed)
      C.Freed.push_back(term(Id));
    for (TermId Id : E.S.Given)
      if (T.isEntryPlace(Id) && T[Id].Depth <= MaxExportDepth)
        C.Given.push_back(term(Id));
    for (const auto &[A, V] : E.S.Mem)
      if (V)
        C.Mem.push_back({term(A), term(V)});
      else
        C.Clobbered.push_back(term(A));
    for (const Overwritten &W : E.S.Wiped)
      if (TermId At = T.ptrAdd(W.Base, W.Begin);
          T.isEntryPlace(At) && T[At].Depth <= MaxExportDepth)
        C.Wiped.push_back({term(At), W.End - W.Begin});
    C.Facts = facts(E.S.Facts);
    C.Mask = mask(E.S.Mask);
    for (const auto &[Saved, M] : E.S.Saves)
      if (Ids.count(Saved))
        C.Saves.push_back({term(Saved), mask(M), Sim.OpenBits.lookup(Saved)});
    if (!C.Locks.empty() || !C.Lives.empty() || !C.Freed.empty() ||
        C.Mask != MaskState() || Kinds.size() > 1)
      C.Path = Sim.path(E.S);
    Cases.push_back(std::move(C));
  }
  Out.Factors.push_back(std::move(Cases));
}

/// How long the ways to locks are that callers hear of in incidents and uses.
/// Recursion makes them longer at every level.
unsigned SummaryExport::witnessDepth() const {
  bool Recurs = Sim.Opts.Self != NoId && Sim.P.isRecursive(Sim.Opts.Self);
  return Recurs ? MaxWitnessDepth - 2 : MaxWitnessDepth;
}

void SummaryExport::incidents() {
  for (const Simulation::LocalIncident &L : Sim.Incidents) {
    if (!Sim.Opts.isOfInterest(L.I))
      continue;
    // Never a silent Pass.
    if (L.I.Needs != Need::Nothing && L.Lock && T.isEntryPlace(L.Lock) &&
        T[L.Lock].Depth > witnessDepth())
      Sim.assumeLimit(
          "no lock that '" + Sim.M.str(Sim.F.SourceName).str() +
          "' reaches by a longer way than callers are told of is in "
          "their hands");
    auto Exports = [&](TermId Id) {
      return T.isEntryPlace(Id) && T[Id].Depth <= witnessDepth();
    };
    bool OfLock = L.I.Needs == Need::Held || L.I.Needs == Need::Unheld ||
                  L.I.Needs == Need::Inside || L.I.Needs == Need::Initialised;
    if ((OfLock && !Exports(L.Lock)) || !all_of(L.Dropped, Exports) ||
        !all_of(L.Must, [&](const auto &F) { return isNameable(F.first); }))
      continue;
    Incident I = L.I;
    I.Lock = OfLock ? term(L.Lock) : 0;
    for (TermId D : L.Dropped)
      I.Dropped.push_back(term(D));
    I.Mask = mask(L.I.Mask);
    for (const auto &[Id, R] : L.Must)
      I.Must.push_back({term(Id), R});
    I.Facts.clear();
    for (const auto &[Id, R] : L.Facts)
      if (isNameable(Id))
        I.Facts.push_back({term(Id), R});
    Out.Incidents.push_back(std::move(I));
  }
}

void SummaryExport::acquisitions() {
  auto Exports = [&](TermId Id) {
    return T.isEntryPlace(Id) && T[Id].Depth <= witnessDepth();
  };
  for (const Simulation::LocalUse &N : Sim.Uses) {
    // A lock that callers can neither name nor tell the class of is no matter
    // to them.
    if (Sim.Opts.Held && !Sim.Opts.Held->mayBeAtomic(Sim.Opts.Self) &&
        !Sim.Opts.Held->isCompared(N.U.What.Class))
      continue;
    bool Named = Exports(N.Lock);
    if ((!Named && N.U.What.Class.empty()) || !all_of(N.Dropped, Exports))
      continue;
    LockUse U = N.U;
    U.Lock = Named ? term(N.Lock) : 0;
    U.Mask = mask(N.U.Mask);
    for (TermId D : N.Dropped)
      U.Dropped.push_back(term(D));
    for (const auto &[Id, R] : N.Facts)
      if (isNameable(Id))
        U.Facts.push_back({term(Id), R});
    Out.Uses.push_back(std::move(U));
  }
  for (const auto &Edge : Sim.Edges)
    Out.Edges.push_back(Edge.second);
  for (const auto &[Callee, Held] : Sim.HeldAtCalls)
    Out.HeldAtCalls.push_back({Callee, {Held.begin(), Held.end()}});
}

void SummaryExport::demands() {
  for (const auto &[L, Mine] : Sim.Demands) {
    if (T[L].Depth > MaxExportDepth)
      continue;
    LockDemand D = Mine.D;
    D.Lock = term(L);
    for (const auto &[Id, R] : Mine.Facts)
      if (isNameable(Id))
        D.Facts.push_back({term(Id), R});
    Out.Demands.push_back(std::move(D));
  }
}

/// By the names that the callees have.
void SummaryExport::calls() {
  for (const auto &[Key, Held] : Sim.CallHolds) {
    const ProgramFunction &PF = Sim.P.functions()[Key.first];
    auto NameOf = [&](TermId L) {
      return Sim.P.intern(
          T.text(L, [&](const Term &X) { return Sim.P.leafText(PF, X); }));
    };
    CallHold C;
    C.Callee = Key.first;
    C.Site = Key.second;
    for (const auto &[L, Class] : Held)
      C.Held.push_back({L ? NameOf(L) : StringRef(), Class});
    llvm::sort(C.Held);
    C.Held.erase(std::unique(C.Held.begin(), C.Held.end()), C.Held.end());
    if (auto It = Sim.PassedOn.find(Key); It != Sim.PassedOn.end())
      for (TermId L : It->second)
        C.PassedOn.push_back(NameOf(L));
    Out.Calls.push_back(std::move(C));
  }
}

void SummaryExport::lockParams() {
  auto Note = [&](PoolId Id) {
    while (Id && Out.Pool[Id].A)
      Id = Out.Pool[Id].A;
    if (Out.Pool[Id].Kind == TermKind::Param && Out.Pool[Id].Imm < 64)
      Out.LockParams |= uint64_t(1) << Out.Pool[Id].Imm;
  };
  for (const auto &Factor : Out.Factors)
    for (const ExitCase &C : Factor)
      for (const LockEffect &L : C.Locks)
        Note(L.Lock);
  for (const Incident &I : Out.Incidents)
    Note(I.Lock);
  for (const LockUse &U : Out.Uses)
    Note(U.Lock);
}

Summary SummaryExport::run() {
  Out.CallsOneOfSeveral = Sim.CallsOneOfSeveral;
  cases();
  incidents();
  acquisitions();
  demands();
  calls();
  lockParams();
  Out.GaveUp = Sim.GaveUp;
  if (Sim.HasWidened)
    Out.Partial = "more ways to hold locks meet in it than are told apart";
  Out.Assumptions = Sim.Assumptions;
  llvm::sort(Out.Assumptions);
  return std::move(Out);
}

Summary Simulation::summary() { return SummaryExport(*this).run(); }

bool Simulation::isSuspicious() const {
  // A lock that is expected held on one path and free on another, or any
  // defect, may be the shadow of a correlation that merging lost.
  std::set<TermId> WantsHeld, WantsFree;
  for (const LocalIncident &L : Incidents) {
    if (L.I.Needs == Need::Nothing)
      return true;
    if (L.I.Needs != Need::Held && L.I.Needs != Need::Unheld)
      continue;
    (L.I.Needs == Need::Held ? WantsFree : WantsHeld).insert(L.Lock);
  }
  for (TermId L : WantsHeld)
    if (WantsFree.count(L))
      return true;
  // So may returns that leave locks differently.
  auto Effects = [](const State &S) {
    std::vector<std::tuple<TermId, int, int>> R;
    for (const LockEntry &E : S.Locks)
      if (E.Now == Hold::Held ? E.Entry != EntryHold::Held
                              : E.Entry == EntryHold::Held)
        R.push_back({E.Lock, int(E.Entry), int(E.Now)});
    return R;
  };
  for (size_t I = 1; I < Exits.size(); ++I)
    if (!Exits[I].Unwinds && Effects(Exits[I].S) != Effects(Exits[0].S))
      return true;
  return false;
}

std::string Simulation::lockOutline(const State &S, bool OfBalanced) const {
  std::string Line;
  raw_string_ostream OS(Line);
  for (const LockEntry &L : S.Locks)
    if (OfBalanced || !L.isBalanced())
      OS << ' ' << termText(L.Lock) << ' ' << int(L.Entry) << int(L.Now);
  return Line;
}

std::string Simulation::outline() const {
  std::set<std::string> Lines;
  for (const LocalIncident &L : Incidents)
    Lines.insert((Twine(int(L.I.Kind)) + "/" + Twine(int(L.I.Needs)) + " " +
                  Twine(L.I.Loc.Loc) + " " + L.I.LockText + " " +
                  Twine(L.Facts.size()))
                     .str());
  for (const LocalExit &E : Exits) {
    std::string Line;
    raw_string_ostream OS(Line);
    OS << "exit " << E.Unwinds << ' ' << E.Loc;
    Range R = rangeOf(T, E.S.Facts, E.Return);
    if (E.Return)
      OS << " [" << R.Lo << ", " << R.Hi << ']';
    OS << lockOutline(E.S, /*OfBalanced=*/true);
    Lines.insert(Line);
  }
  return join(Lines, "\n");
}

void Simulation::forEachExit(function_ref<void(State &, bool)> Fn) {
  for (LocalExit &E : Exits)
    Fn(E.S, E.Unwinds);
}

bool Simulation::hasDeadlockOn(StringRef LockText) const {
  for (const LocalIncident &L : Incidents)
    if (L.I.Kind == IncidentKind::AcquireHeld && L.I.Needs == Need::Nothing &&
        L.I.LockText == LockText)
      return true;
  return false;
}

void Simulation::reportHeldAtExit(State &S, const LockEntry &E) {
  LocalIncident L;
  L.I.Kind = IncidentKind::HeldAtExit;
  L.I.Loc = S.CalleeExit;
  L.I.Acquired = E.At;
  L.I.Function = S.CalleeExitFunction;
  L.I.LockText = E.Text;
  L.I.LockKind = E.Kind;
  L.I.Api = E.Api;
  L.I.Class = classOf(E.Lock, E.Class);
  L.I.AccessPath = termText(E.Lock);
  L.I.Mode = E.Mode;
  L.I.Doubts = E.Doubts;
  L.Lock = E.Lock;
  State At = S;
  TraceStep St;
  St.K = PathStep::Exit;
  St.At = S.CalleeExit;
  St.Function = S.CalleeExitFunction;
  St.Text = ((S.ThreadExit ? Twine("the thread ends with '")
                           : "'" + S.CalleeExitFunction + "' returns with '") +
             E.Text + "' held")
                .str();
  // The step belongs to the callee, so it goes below the call.
  auto Sub = std::make_shared<std::vector<TraceStep>>();
  Sub->push_back(St);
  note(At, PathStep::Return, 0, "", Sub);
  record(std::move(L), At);
}
