//===- Simulation.cpp - Blocks, edges and merging -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <climits>
#include <numeric>

using namespace llvm;
using namespace spinguard;

Simulation::Simulation(const Program &P, const FlowModule &M, uint32_t Module,
                       const FunctionInfo &Info, const Binding &Bound,
                       SimulationOptions Opts, SummarySource Summaries)
    : P(P), M(M), Module(Module), Info(Info), F(Info.F), Bound(Bound),
      Opts(Opts), Summaries(Summaries) {
  if (Opts.Solver)
    Solver = std::make_unique<Feasibility>(T, *Opts.Solver, Opts.MaxQuestions);
}

bool SimulationOptions::isOfInterest(const Incident &I) const {
  if (!Held || I.Needs == Need::Nothing)
    return true;
  switch (I.Needs) {
  case Need::Held:
    return Held->mayBeHeld(Self, I.Class);
  case Need::Inside:
    return Held->mayBeHeld(Self, "");
  case Need::Atomic:
    return Held->mayBeAtomic(Self);
  default:
    return true;
  }
}

StopReason Simulation::run(function_ref<void(Simulation &, State &)> Initial) {
  if (F.Blocks.empty())
    return StopReason::None;
  States.resize(F.Blocks.size());
  Outcomes.assign(F.Blocks.size(), 0);
  SlotOf.assign(F.Values.size(), NoId);
  State S;
  S.Env.assign(Info.LiveIn[0].size(), 0);
  if (Initial)
    Initial(*this, S);
  addState(0, std::move(S));
  while (!Work.empty() && Stop == StopReason::None) {
    BlockId B = Info.Rpo[*Work.begin()];
    Work.erase(Work.begin());
    // States may be added to the list while one is processed (a block that
    // jumps to itself), so go by index.
    for (size_t I = 0; I < States[B].size() && Stop == StopReason::None; ++I) {
      Record &R = States[B][I];
      if (!R.Pending)
        continue;
      R.Pending = false;
      ++R.Visits;
      processBlock(B, R.S);
    }
  }
  return Stop;
}

/// Runs the blocks of \p Way one after the other and nothing else.
void Simulation::follow(const std::vector<BlockId> &Way) {
  Outcomes.assign(F.Blocks.size(), 0);
  SlotOf.assign(F.Values.size(), NoId);
  State S;
  S.Env.assign(Info.LiveIn[0].size(), 0);
  std::vector<State> Cur;
  Cur.push_back(std::move(S));
  for (size_t I = 0; I < Way.size() && Stop == StopReason::None; ++I) {
    // (Beyond the end of the way there is no block.)
    Following = I + 1 < Way.size() ? Way[I + 1] : BlockId(F.Blocks.size());
    Followed.clear();
    for (State &X : Cur)
      if (Stop == StopReason::None)
        processBlock(Way[I], std::move(X));
    if (Followed.size() > Opts.Disjuncts) // One is enough to show a way.
      Followed.resize(Opts.Disjuncts);
    std::swap(Cur, Followed);
  }
}

/// A simulation of one way and nothing else.
std::unique_ptr<Simulation>
Simulation::followAlone(const WayNode *Way, const IncidentFilter &Only,
                        RunStatistics::SolverCounts *Counts) const {
  std::vector<BlockId> Blocks;
  for (const WayNode *N = Way; N; N = N->Parent)
    Blocks.push_back(N->Block);
  Blocks.push_back(0);
  std::reverse(Blocks.begin(), Blocks.end());
  SimulationOptions O = Opts;
  O.Disjuncts = 16;
  O.Only = &Only;
  O.Solver = Counts;
  O.MaxQuestions = 6;
  auto Alone =
      std::make_unique<Simulation>(P, M, Module, Info, Bound, O, Summaries);
  Alone->follow(Blocks);
  return Alone;
}

bool Simulation::meets(const LocalIncident &L) const {
  return any_of(Incidents, [&](const LocalIncident &X) {
    return X.I.Needs == L.I.Needs && X.I.Kind == L.I.Kind &&
           X.I.Loc == L.I.Loc && X.I.LockText == L.I.LockText;
  });
}

bool Simulation::confirmsDefects() const {
  IncidentFilter Only;
  for (const LocalIncident &L : Incidents)
    if (L.I.Needs == Need::Nothing)
      Only.add(L.I);
  return all_of(Incidents, [&](const LocalIncident &L) {
    if (L.I.Needs != Need::Nothing)
      return true;
    auto Alone = followAlone(L.Way, Only);
    return Alone->meets(L) && !Alone->Lost;
  });
}

/// The function compares what it has computed, or has an order of two unknowns:
/// else there is nothing that a solver knows better.
static bool comparesComputed(const FlowFunction &F) {
  auto IsComputed = [&](ValueId V) {
    const FlowValue *X = &F.Values[V];
    // (Some bits of a value are that value.)
    if (X->Op == FlowOp::Binary && BinaryOp(X->Imm) == BinaryOp::And &&
        F.Values[X->B].Op == FlowOp::Const)
      X = &F.Values[X->A];
    return X->Op == FlowOp::Trunc || X->Op == FlowOp::Binary;
  };
  return any_of(F.Values, [&](const FlowValue &X) {
    return X.Op == FlowOp::Compare && (IsComputed(X.A) || IsComputed(X.B) ||
                                       (F.Values[X.B].Op != FlowOp::Const &&
                                        ComparePred(X.Imm) != ComparePred::EQ &&
                                        ComparePred(X.Imm) != ComparePred::NE));
  });
}

bool Simulation::hasInfeasibleWay(RunStatistics::SolverCounts &Counts) const {
  constexpr unsigned MaxWays = 8;
  if (!comparesComputed(F))
    return false;
  auto IsAsked = [](const LocalIncident &L) {
    return L.I.Needs == Need::Nothing || L.I.Needs == Need::Held ||
           L.I.Needs == Need::Unheld;
  };
  IncidentFilter Only;
  for (const LocalIncident &L : Incidents)
    if (IsAsked(L))
      Only.add(L.I);
  std::map<const WayNode *, std::pair<std::unique_ptr<Simulation>, bool>> Ways;
  auto IsRefuted = [&](const WayNode *Way,
                       function_ref<bool(const Simulation &)> Meets) {
    auto [It, IsNew] = Ways.try_emplace(Way);
    auto &[Alone, SolverDid] = It->second;
    if (IsNew && Ways.size() <= MaxWays) {
      size_t Before = Counts.Impossible;
      Alone = followAlone(Way, Only, &Counts);
      SolverDid = Counts.Impossible != Before;
    }
    if (!Alone || Alone->Stop != StopReason::None || Meets(*Alone))
      return false;
    // By the solver, or by what is known of values that are dead. A way that
    // is only there because states merged is not made better by asking.
    return SolverDid || Meets(*followAlone(Way, Only));
  };
  for (const LocalIncident &L : Incidents)
    if (IsAsked(L) &&
        IsRefuted(L.Way, [&](const Simulation &A) { return A.meets(L); }))
      return true;
  for (const LocalExit &E : Exits)
    if (!E.Unwinds && IsRefuted(E.S.Way, [&](const Simulation &A) {
          return any_of(A.Exits, [&](const LocalExit &X) {
            return A.lockOutline(X.S) == lockOutline(E.S);
          });
        }))
      return true;
  return false;
}

std::unique_ptr<Simulation>
Simulation::runFeasible(RunStatistics::SolverCounts &Counts) const {
  SimulationOptions O = Opts;
  O.Disjuncts = Info.Rpo.size() <= 200 ? 64 : 16;
  O.Solver = &Counts;
  auto Finer =
      std::make_unique<Simulation>(P, M, Module, Info, Bound, O, Summaries);
  Finer->run();
  return Finer;
}

bool Simulation::isFeasible(const State &S) {
  // One way is asked for at its end.
  if (!Solver || (Following != NoId && Following != F.Blocks.size()))
    return true;
  return Solver->check(S.Facts) != Feasibility::Answer::Impossible;
}

void Simulation::bindSlots(BlockId B) {
  if (SlotsFor == B)
    return;
  if (SlotsFor != NoId) {
    for (ValueId V : Info.LiveIn[SlotsFor])
      SlotOf[V] = NoId;
    for (ValueId V : F.Blocks[SlotsFor].Insts)
      SlotOf[V] = NoId;
  }
  uint32_t N = 0;
  for (ValueId V : Info.LiveIn[B])
    SlotOf[V] = N++;
  for (ValueId V : F.Blocks[B].Insts)
    if (Info.IsUsed[V])
      SlotOf[V] = N++;
  NumSlots = N;
  SlotsFor = B;
}

TermId Simulation::eval(ValueId V, const State &S) {
  if (V == NoId)
    return 0;
  const FlowValue &X = F.Values[V];
  if (SlotOf[V] != NoId)
    if (TermId Id = S.Env[SlotOf[V]])
      return Id;
  if (Info.IsEnv[V] && X.Op > FlowOp::Insert)
    // Used where it is not defined (unreachable definitions), or merged away.
    return T.sym(SymKind::Opaque, V, 0, 0, X.Width);
  switch (X.Op) {
  case FlowOp::Const:
    return T.constant(X.Imm, X.Width);
  case FlowOp::Undef: {
    Term U;
    U.Kind = TermKind::Undef;
    U.Width = X.Width;
    return T.intern(U);
  }
  case FlowOp::Param:
    if (size_t(X.Imm) < Bound.size() && Bound[X.Imm] != NoId)
      return T.leaf(TermKind::Function, Bound[X.Imm]);
    return T.param(X.Imm, X.Width);
  case FlowOp::Global:
    return T.leaf(TermKind::Global, P.symbol(Module, X.Aux));
  case FlowOp::Function:
    return T.leaf(TermKind::Function, P.symbol(Module, X.Aux));
  case FlowOp::PtrAdd:
    return T.ptrAdd(eval(X.A, S), X.Imm, M.str(X.Aux), M.str(X.Tag));
  case FlowOp::PtrIndex:
    return T.ptrIndex(eval(X.A, S), eval(X.B, S), X.Imm);
  case FlowOp::Binary:
    return T.binary(BinaryOp(X.Imm), eval(X.A, S), eval(X.B, S), X.Width);
  case FlowOp::Compare:
    return T.compare(ComparePred(X.Imm), eval(X.A, S), eval(X.B, S));
  case FlowOp::Select: {
    TermId C = eval(X.A, S);
    int D = decide(T, S.Facts, C);
    if (D >= 0)
      return eval(D ? X.B : X.C, S);
    return T.select(C, eval(X.B, S), eval(X.C, S));
  }
  case FlowOp::ZExt:
    return T.cast(TermKind::ZExt, eval(X.A, S), X.Width);
  case FlowOp::SExt:
    return T.cast(TermKind::SExt, eval(X.A, S), X.Width);
  case FlowOp::Trunc:
    return T.cast(TermKind::Trunc, eval(X.A, S), X.Width);
  case FlowOp::Extract: {
    TermId E = T.element(eval(X.A, S), X.Imm);
    return E ? E : T.sym(SymKind::Opaque, V, 0, 0, X.Width);
  }
  case FlowOp::Insert: {
    TermId Whole = eval(X.A, S);
    std::vector<TermId> Fields;
    for (uint32_t I = 0; I < X.Aux; ++I)
      Fields.push_back(I == X.Imm ? eval(X.B, S) : T.element(Whole, I));
    return T.tuple(Fields);
  }
  default:
    return T.sym(SymKind::Opaque, V, 0, 0, X.Width);
  }
}

void Simulation::setResult(ValueId V, State &S, TermId R) {
  if (SlotOf[V] == NoId)
    return;
  unsigned W = F.Values[V].Width;
  if (R && W && T[R].Width != W)
    R = T[R].Width > W ? T.cast(TermKind::Trunc, R, W)
                       : T.sym(SymKind::Opaque, V, 0, 0, W);
  S.Env[SlotOf[V]] = R;
}

/// Calls \p Fn for the region of each lock that is held by an acquire here.
template <typename Fn> void Simulation::forEachRegion(const State &S, Fn Do) {
  // (A function that holds more at once is about something else.)
  constexpr unsigned MaxHeld = 16;
  unsigned NumHeld = 0;
  for (const LockEntry &E : S.Locks) {
    if (E.Now != Hold::Held || E.Site == NoId || E.Many ||
        E.Entry == EntryHold::Held)
      continue;
    if (++NumHeld > MaxHeld) {
      assumption("in '" + M.str(F.SourceName).str() + "', no more than " +
                 std::to_string(MaxHeld) +
                 " locks at once are held for longer than they should");
      return;
    }
    HeldRegion &R = Regions[E.Site];
    if (R.Blocks.empty()) {
      R.LockText = E.Text;
      R.LockKind = E.Kind;
      R.Api = E.Api;
      R.Acquired = E.At;
      R.Blocks.insert(Info.BlockOf[E.Site]);
    }
    Do(R);
  }
}

void Simulation::processBlock(BlockId B, State S) {
  bindSlots(B);
  const FlowBlock &FB = F.Blocks[B];
  S.Env.resize(NumSlots, 0);
  std::vector<Live> Cur, Next;
  Cur.push_back({std::move(S), false});
  for (ValueId V : FB.Insts) {
    Next.clear();
    for (Live &L : Cur) {
      if (L.Unwinding) {
        Next.push_back(std::move(L));
        continue;
      }
      Steps += 1 + unsigned(L.S.Mem.size() / 64);
      if (Steps > Opts.Budget) {
        Stop = StopReason::Budget;
        return;
      }
      if (F.Values[V].Op == FlowOp::Call)
        forEachRegion(L.S, [V](HeldRegion &R) { R.Calls.insert(V); });
      execute(V, std::move(L.S), Next);
    }
    if (Stop != StopReason::None)
      return;
    if (Next.size() > 1 && Next.size() > Cur.size())
      mergeLive(Next, int64_t(F.Blocks.size()) + V);
    std::swap(Cur, Next);
  }
  for (Live &L : Cur)
    terminate(B, std::move(L.S), L.Unwinding);
}

/// Merges what a call left, like a join: one call with many cases must not
/// multiply with the next.
void Simulation::mergeLive(std::vector<Live> &Ls, int64_t Site) {
  std::vector<Live> Out;
  for (Live &L : Ls) {
    unsigned Same = 0;
    Live *Best = nullptr;
    unsigned BestDistance = ~0u;
    bool Drop = false;
    for (Live &O : Out) {
      if (O.Unwinding != L.Unwinding || !O.S.sameProperty(L.S))
        continue;
      if (O.S.sameAs(L.S)) {
        Drop = true;
        break;
      }
      ++Same;
      Steps += unsigned(O.S.Env.size() / 512);
      unsigned D = O.S.distance(T, L.S, BestDistance, &Correlated);
      if (D < BestDistance) {
        BestDistance = D;
        Best = &O;
      }
    }
    if (Drop)
      continue;
    if (!Best && isFull(Out.size()))
      if (Live *O = nearest(Out, L.S, [&](Live &X) {
            return X.Unwinding == L.Unwinding ? &X.S : nullptr;
          })) {
        widen(O->S, L.S);
        Lost |= mergeStates(T, O->S, L.S, {Site, false});
        continue;
      }
    if (!Best || Same < Opts.Disjuncts)
      Out.push_back(std::move(L));
    else
      Lost |= mergeStates(T, Best->S, L.S, {Site, false});
  }
  Ls = std::move(Out);
  if (!Opts.Widens && Ls.size() > size_t(Opts.MaxStates) * Opts.Disjuncts)
    Stop = StopReason::TooManyStates;
}

/// There is no room for another lock state, but others can become one.
bool Simulation::isFull(size_t NumStates) const {
  return Opts.Widens && NumStates >= size_t(Opts.MaxStates) * Opts.Disjuncts;
}

/// That of \p All which differs from \p S in the fewest locks; \p Of gives the
/// state of one, or null if it does not count.
template <typename List, typename Fn>
typename List::value_type *Simulation::nearest(List &All, const State &S,
                                               Fn Of) {
  typename List::value_type *Best = nullptr;
  unsigned BestDistance = ~0u;
  for (auto &X : All) {
    const State *O = Of(X);
    unsigned D = O ? countDifferences(*O, S) : ~0u;
    if (D < BestDistance) {
      BestDistance = D;
      Best = &X;
    }
  }
  return Best;
}

void Simulation::widen(State &A, State &B) {
  forgetDifferences(A, B);
  HasWidened = true;
}

bool Simulation::isLastReferenceSide(BlockId B, bool Taken) const {
  return Opts.Self != NoId &&
         llvm::binary_search(P.functions()[Opts.Self].LastReferenceSides,
                             2 * B + !Taken);
}

/// \p V, or the term that it is here, is computed from memory that other
/// threads can write to.
bool Simulation::readsSharedMemory(ValueId V, TermId Value, const State &S,
                                   unsigned Depth) {
  constexpr unsigned MaxDepth = 8;
  auto IsShared = [&](TermId Addr) {
    const Term &Root = T[T.rootOf(Addr)];
    if (Root.Kind == TermKind::Object)
      return std::binary_search(S.Shown.begin(), S.Shown.end(), T.rootOf(Addr));
    return Root.Kind != TermKind::Global || !P.symbols()[Root.Aux].IsConstant;
  };
  std::vector<std::pair<TermId, unsigned>> Work{{Value, Depth}};
  while (!Work.empty()) {
    auto [Id, D] = Work.back();
    Work.pop_back();
    const Term &X = T[Id];
    if (!Id || D > MaxDepth)
      continue;
    if (X.Kind == TermKind::InitMem && IsShared(X.A))
      return true;
    if (X.Kind != TermKind::InitMem)
      for (TermId Part : {X.A, X.B, X.C})
        Work.push_back({Part, D + 1});
  }
  // A value that the path itself has written there.
  const FlowValue *X = V == NoId || Depth > MaxDepth ? nullptr : &F.Values[V];
  if (!X || X->Op == FlowOp::Phi)
    return false;
  // What a callee of the program's has read, its result does not show.
  if (X->Op == FlowOp::Call) {
    SymbolId Callee = F.Calls[X->Aux].Callee;
    if (Callee == NoId)
      return false;
    const ProgramSymbol &Called = P.symbols()[P.symbol(Module, Callee)];
    return Called.Function != NoId && Called.Apis.empty();
  }
  if (X->Op == FlowOp::Load) {
    TermId Addr = eval(X->A, S);
    return Addr && IsShared(Addr);
  }
  if (X->Op >= FlowOp::PtrAdd && X->Op <= FlowOp::Insert)
    return readsSharedMemory(X->A, 0, S, Depth + 1) ||
           readsSharedMemory(X->B, 0, S, Depth + 1);
  return false;
}

/// Nothing is known any more of the memory that \p Condition is about.
void Simulation::forget(State &S, TermId Condition) {
  auto Reads = [&](TermId Root) {
    std::set<TermId> Found;
    std::vector<TermId> Work{Root};
    while (!Work.empty() && Found.size() < 64) {
      TermId Id = Work.back();
      Work.pop_back();
      if (!Id)
        continue;
      const Term &X = T[Id];
      if (X.Kind == TermKind::InitMem)
        Found.insert(Id);
      else
        for (TermId Part : {X.A, X.B, X.C})
          Work.push_back(Part);
    }
    return Found;
  };
  std::set<TermId> Gone = Reads(Condition);
  llvm::erase_if(S.Facts.all(), [&](const FactSet::Fact &Known) {
    return any_of(Reads(Known.first),
                  [&](TermId Id) { return Gone.count(Id) != 0; });
  });
}

std::set<BlockId> Simulation::stuckBranches() const {
  auto HasLockEvent = [&](BlockId B) {
    return any_of(F.Blocks[B].Insts, [&](ValueId V) {
      if (F.Values[V].Op != FlowOp::Call)
        return false;
      SymbolId Callee = F.Calls[F.Values[V].Aux].Callee;
      if (Callee == NoId)
        return false;
      const ProgramSymbol &S = P.symbols()[P.symbol(Module, Callee)];
      return any_of(S.Apis, [](const Api &A) { return isLockEffect(A.E); }) ||
             (S.Function != NoId && P.functions()[S.Function].ReachesLockEvent);
    });
  };
  std::set<BlockId> Stuck;
  for (BlockId B : Info.Rpo) {
    if ((Outcomes[B] != False && Outcomes[B] != True) || Info.LoopOf[B] == NoId)
      continue;
    BlockId Header = Info.LoopOf[B];
    std::set<BlockId> Seen;
    std::vector<BlockId> Work{F.Blocks[B].Succs[Outcomes[B] == True ? 1 : 0]};
    while (!Work.empty()) {
      BlockId X = Work.back();
      Work.pop_back();
      if (!States[X].empty() || !Seen.insert(X).second)
        continue;
      if (!Info.inLoop(Header, X) && HasLockEvent(X)) {
        Stuck.insert(B);
        break;
      }
      for (BlockId Next : F.Blocks[X].Succs) {
        Work.push_back(Next);
        // Where ways join, a number may say which of them goes on.
        if (!States[Next].empty() && Info.inLoop(Header, Next))
          Work.insert(Work.end(), F.Blocks[Next].Succs.begin(),
                      F.Blocks[Next].Succs.end());
      }
    }
  }
  return Stuck;
}

void Simulation::noteTest(TermId Value, uint64_t Place, unsigned Depth) {
  const Term &X = T[Value];
  if (!Value || X.Kind == TermKind::Const || !T.isEntryTerm(Value))
    return;
  auto [It, New] = FirstTest.try_emplace(Value, Place);
  if (!New && It->second != Place) {
    Correlated.insert(Value);
    CorrelatedTests.insert({Place, It->second});
  } else if (Opts.Correlated && Opts.Correlated->count(Place)) {
    Correlated.insert(Value);
  }
  constexpr unsigned MaxDepth = 3;
  bool IsComputed = X.Kind == TermKind::Compare || X.Kind == TermKind::Binary ||
                    X.Kind == TermKind::ZExt || X.Kind == TermKind::SExt ||
                    X.Kind == TermKind::Trunc;
  if (!IsComputed || Depth == MaxDepth)
    return;
  TermId A = X.A, B = X.B;
  noteTest(A, Place, Depth + 1);
  noteTest(B, Place, Depth + 1);
}

void Simulation::terminate(BlockId B, State S, bool Unwinding) {
  const FlowBlock &FB = F.Blocks[B];
  if (FB.ReturnLoc) {
    S.ReturnLoc = FB.ReturnLoc;
    S.AtReturn = true;
  }
  if (Unwinding) {
    if (FB.Term == FlowTerm::Invoke && FB.Succs.size() > 1 && !S.ThreadExit)
      edge(B, FB.Succs[1], std::move(S));
    else
      finish(S, 0, S.ThreadExit ? S.ReturnLoc : FB.Loc, /*Unwinds=*/true);
    return;
  }
  auto Goto = [&](unsigned I, State NS) {
    BlockId To = FB.Succs[I];
    // A function without a result has no better trace of its return
    // statements than the jump to the common end.
    if (F.ReturnsVoid && !NS.AtReturn && Info.IsReturnBlock[To] && FB.Loc &&
        !FB.EndsScope &&
        (FB.Term == FlowTerm::Jump || FB.Term == FlowTerm::Invoke))
      NS.ReturnLoc = FB.Loc;
    edge(B, To, std::move(NS));
  };
  switch (FB.Term) {
  case FlowTerm::Jump:
  case FlowTerm::Invoke:
    Goto(0, std::move(S));
    return;
  case FlowTerm::Branch: {
    TermId C = eval(FB.Cond, S);
    noteTest(C, B);
    int D = decide(T, S.Facts, C);
    Outcomes[B] |= D < 0 || !readsSharedMemory(FB.Cond, C, S) ? Open
                   : D                                        ? True
                                                              : False;
    bool Changes = Opts.Changing && Opts.Changing->count(B);
    for (unsigned I = 0; I < 2; ++I) {
      bool Taken = I == 0;
      bool Against = D >= 0 && bool(D) != Taken;
      if (Against && !Changes)
        continue;
      State NS = S;
      if (Against)
        forget(NS, C);
      if ((D < 0 || Against) && T[C].Kind != TermKind::Const &&
          (!assume(T, NS.Facts, C, Taken) || !isConsistent(T, NS.Facts)))
        continue;
      // (A callee's case may have decided by a count.)
      DoubtSet Doubt = Against                         ? ByOthers
                       : isLastReferenceSide(B, Taken) ? AtomicOutcome
                                                       : NoDoubt;
      if (D < 0 || Doubt) {
        std::string How =
            Taken ? "the condition is true" : "the condition is false";
        if (Against)
          How += ", if another thread has changed what it reads";
        note(NS, PathStep::Branch, FB.Loc, std::move(How), nullptr, Doubt);
        testsMask(NS);
      }
      Goto(I, std::move(NS));
    }
    return;
  }
  case FlowTerm::Switch: {
    TermId C = eval(FB.Cond, S);
    noteTest(C, B);
    Range R = rangeOf(T, S.Facts, C);
    State Default = S;
    bool DefaultPossible = true;
    for (size_t I = 0; I < FB.Cases.size(); ++I) {
      int64_t V = FB.Cases[I];
      if (!R.contains(V))
        continue;
      State NS = S;
      if (assumeRange(T, NS.Facts, C, Range::exactly(V))) {
        if (!R.isSingle())
          note(NS, PathStep::Branch, FB.Loc,
               "the switch takes case " + std::to_string(V));
        Goto(I + 1, std::move(NS));
      }
      if (DefaultPossible) {
        Range X = rangeOf(T, Default.Facts, C);
        X.exclude(V);
        if (X.isEmpty())
          DefaultPossible = false;
        else
          DefaultPossible = assumeRange(T, Default.Facts, C, X);
      }
    }
    if (DefaultPossible) {
      if (!R.isSingle())
        note(Default, PathStep::Branch, FB.Loc, "the switch takes its default");
      Goto(0, std::move(Default));
    }
    return;
  }
  case FlowTerm::AnyOf:
    if (FB.Imprecise)
      GaveUp = "it switches on a value of more than 64 bits";
    for (unsigned I = 0; I < FB.Succs.size(); ++I)
      Goto(I, S);
    return;
  case FlowTerm::Return: {
    LocId Loc = S.ReturnLoc ? S.ReturnLoc : FB.Loc;
    finish(S, FB.Cond == NoId ? 0 : eval(FB.Cond, S), Loc, false);
    return;
  }
  case FlowTerm::Resume:
    finish(std::move(S), 0, FB.Loc, true);
    return;
  case FlowTerm::Unreachable:
    return;
  }
}

void Simulation::edge(BlockId From, BlockId To, State S) {
  if ((Following != NoId && To != Following) || !isFeasible(S))
    return;
  std::vector<TermId> Env;
  Env.reserve(Info.LiveIn[To].size());
  const FlowBlock &TB = F.Blocks[To];
  for (size_t I = 0; I < Info.LiveIn[To].size(); ++I) {
    ValueId V = Info.LiveIn[To][I];
    if (I < TB.Phis.size()) {
      ValueId In = NoId;
      for (const auto &[Pred, X] : F.Phis[F.Values[V].Aux].Incoming)
        if (Pred == From) {
          In = X;
          break;
        }
      Env.push_back(eval(In, S));
      continue;
    }
    Env.push_back(eval(V, S));
  }
  S.Env = std::move(Env);
  if (F.ReturnsVoid && !S.AtReturn && !Info.IsReturnBlock[To])
    S.ReturnLoc = 0;
  bool IsBack = Info.RpoIndex[To] <= Info.RpoIndex[From];
  forEachRegion(S, [&](HeldRegion &R) {
    R.Blocks.insert(To);
    if (IsBack)
      R.Loops.insert(To);
  });
  if (IsBack) {
    age(S, To);
    collapse(S, To);
    settleCounts(S, To);
  } else if (Info.LoopOf[From] != NoId && !Info.inLoop(Info.LoopOf[From], To)) {
    // A loop may be left without a further look at its header.
    collapse(S, Info.LoopOf[From]);
  }
  // (What a branch told of a value that is dead may still relate others.)
  prune(S, !Solver);
  if (Following != NoId) {
    Followed.push_back(std::move(S));
    return;
  }
  Ways.push_back({S.Way, To});
  S.Way = &Ways.back();
  addState(To, std::move(S));
}

void Simulation::addState(BlockId B, State S) {
  std::vector<Record> &List = States[B];
  unsigned Same = 0;
  Record *Best = nullptr;
  unsigned BestDistance = ~0u;
  // Numbers that a switch will ask for stay apart while they are few.
  constexpr size_t MaxSelected = 24;
  auto SelectsElse = [&](const Record &R) {
    return any_of(Info.Selectors[B], [&](uint32_t I) {
      return R.S.Env[I] != S.Env[I] && T[R.S.Env[I]].Kind == TermKind::Const &&
             T[S.Env[I]].Kind == TermKind::Const;
    });
  };
  for (Record &R : List) {
    if (!R.S.sameProperty(S))
      continue;
    if (List.size() < MaxSelected && SelectsElse(R))
      continue;
    if (R.S.sameAs(S)) {
      R.S.addGiven(S.Given);
      return;
    }
    ++Same;
    unsigned D = R.S.distance(T, S, BestDistance, &Correlated);
    if (D < BestDistance) {
      BestDistance = D;
      Best = &R;
    }
  }
  // Iterations that differ in values only are not worth as much as branches.
  unsigned Keep =
      Info.IsHeader[B] ? std::min(Opts.Disjuncts, 8u) : Opts.Disjuncts;
  if (!Best && isFull(List.size())) {
    Best = nearest(List, S, [](Record &R) { return &R.S; });
    State Merged = Best->S;
    widen(Merged, S);
    meet(B, *Best, std::move(Merged), S);
    return;
  }
  if (!Best || Same < Keep) {
    if (List.size() >= size_t(Opts.MaxStates) * Opts.Disjuncts) {
      Stop = StopReason::TooManyStates;
      return;
    }
    Record R;
    R.S = std::move(S);
    List.push_back(std::move(R));
    Work.insert(Info.RpoIndex[B]);
    return;
  }
  meet(B, *Best, Best->S, S);
}

/// \p S is merged into \p Merged, which has the same property and takes the
/// place of \p R at the beginning of \p B.
void Simulation::meet(BlockId B, Record &R, State Merged, const State &S) {
  JoinPoint At{int64_t(B), Info.IsHeader[B] && R.Visits >= 2};
  bool LostHere = mergeStates(T, Merged, S, At);
  prune(Merged, !Solver);
  if (Merged.sameAs(R.S))
    return;
  // Merging what a loop's iterations know is no loss of correlation.
  Lost |= LostHere;
  // The header must settle: after many visits forget all that still moves.
  if (Info.IsHeader[B] && R.Visits > 12) {
    std::vector<FactSet::Fact> Kept;
    for (const auto &Fact : Merged.Facts.all())
      if (const Range *Was = R.S.Facts.lookup(Fact.first))
        if (*Was == Fact.second)
          Kept.push_back(Fact);
    Merged.Facts.all() = std::move(Kept);
    if (Merged.sameAs(R.S))
      return;
  }
  bool First = !R.Pending;
  R.S = std::move(Merged);
  R.Pending = true;
  if (First)
    Work.insert(Info.RpoIndex[B]);
}

bool Simulation::rewriteState(State &S, function_ref<TermId(TermId)> Fn) {
  DenseMap<TermId, TermId> Memo;
  bool Changed = false;
  auto Map = [&](TermId Id) -> TermId {
    if (!Id)
      return 0;
    TermId R = T.rewrite(Id, Memo, Fn);
    Changed |= R != Id;
    return R;
  };
  for (TermId &E : S.Env)
    E = Map(E);
  for (LockEntry &E : S.Locks) {
    E.Lock = Map(E.Lock);
    E.Handle = Map(E.Handle);
    E.Saved = Map(E.Saved);
    E.Restored = Map(E.Restored);
  }
  for (auto &[A, V] : S.Mem) {
    A = Map(A);
    V = Map(V);
  }
  for (auto *L : {&S.Clobbered, &S.Zeroed, &S.Shown, &S.Fresh, &S.Private,
                  &S.Freed, &S.Given})
    for (TermId &X : *L)
      X = Map(X);
  for (Overwritten &W : S.Wiped)
    W.Base = Map(W.Base);
  for (auto &Saved : S.Saves)
    Saved.first = Map(Saved.first);
  S.Mismatched = Map(S.Mismatched);
  if (S.Mask.Kind == MaskState::Restored)
    S.Mask.Saved = Map(S.Mask.Saved);
  std::vector<FactSet::Fact> Facts = S.Facts.all();
  for (auto &Fact : Facts)
    Fact.first = Map(Fact.first);
  if (!Changed)
    return false;
  std::stable_sort(
      S.Locks.begin(), S.Locks.end(),
      [](const LockEntry &A, const LockEntry &B) { return A.Lock < B.Lock; });
  // Two locks that became one name: keep the held one.
  for (size_t I = 1; I < S.Locks.size();) {
    if (S.Locks[I].Lock != S.Locks[I - 1].Lock) {
      ++I;
      continue;
    }
    bool KeepSecond = S.Locks[I].Now == Hold::Held;
    S.Locks.erase(S.Locks.begin() + (KeepSecond ? I - 1 : I));
  }
  std::stable_sort(
      S.Mem.begin(), S.Mem.end(),
      [](const auto &A, const auto &B) { return A.first < B.first; });
  S.Mem.erase(std::unique(S.Mem.begin(), S.Mem.end(),
                          [](const auto &A, const auto &B) {
                            return A.first == B.first;
                          }),
              S.Mem.end());
  for (auto *L : {&S.Clobbered, &S.Zeroed, &S.Shown, &S.Fresh, &S.Private,
                  &S.Freed, &S.Given}) {
    std::sort(L->begin(), L->end());
    L->erase(std::unique(L->begin(), L->end()), L->end());
  }
  std::stable_sort(
      S.Saves.begin(), S.Saves.end(),
      [](const auto &A, const auto &B) { return A.first < B.first; });
  for (size_t I = 1; I < S.Saves.size();)
    if (S.Saves[I].first == S.Saves[I - 1].first) {
      if (S.Saves[I].second != S.Saves[I - 1].second)
        S.Saves[I - 1].second.forget();
      S.Saves.erase(S.Saves.begin() + I);
    } else {
      ++I;
    }
  FactSet New;
  for (auto &[Id, R] : Facts) {
    if (T[Id].Kind == TermKind::Const)
      continue;
    if (const Range *Old = New.lookup(Id)) {
      Range U = *Old;
      U.unite(R);
      New.set(Id, U);
    } else {
      New.set(Id, R);
    }
  }
  S.Facts = std::move(New);
  return true;
}

/// On the way back to a loop header, what this iteration made becomes what an
/// earlier iteration made.
void Simulation::age(State &S, BlockId Header) {
  auto SiteBlock = [&](const Term &X) -> BlockId {
    int64_t Site = X.Kind == TermKind::Object ? X.Imm & 0xffffffff : X.Imm;
    int64_t NB = F.Blocks.size();
    bool IsJoin =
        X.Kind == TermKind::Sym &&
        (SymKind(X.Op) == SymKind::Join || SymKind(X.Op) == SymKind::JoinMem ||
         SymKind(X.Op) == SymKind::JoinLock);
    if (IsJoin && Site < NB)
      return BlockId(Site);
    ValueId V = ValueId(IsJoin ? Site - NB : Site);
    return V < Info.BlockOf.size() ? Info.BlockOf[V] : NoId;
  };
  std::set<TermId> Oldest;
  rewriteState(S, [&](TermId Id) -> TermId {
    const Term X = T[Id];
    if (X.Kind == TermKind::Object && X.Gen < MaxGen) {
      // Stack slots are one object in every iteration.
      ValueId V = ValueId(X.Imm & 0xffffffff);
      if (F.Values[V].Op == FlowOp::Alloca)
        return Id;
    } else if (X.Kind != TermKind::Sym) {
      return X.Kind == TermKind::Const || X.Kind == TermKind::Param ? Id : 0;
    }
    BlockId B = SiteBlock(X);
    if (B == NoId || !Info.inLoop(Header, B))
      return X.A ? 0 : Id;
    Term N = X;
    if (N.Gen < MaxGen)
      ++N.Gen;
    TermId R = T.intern(N);
    if (N.Gen == MaxGen)
      Oldest.insert(R);
    return R;
  });
  for (TermId Id : Oldest)
    S.Facts.erase(Id);
  renameWalks(S, Header);
}

/// A pointer that walks a list (`P = P->Next`) would be a longer access path in
/// each iteration, and its lock another lock. At the header it becomes "the
/// element this iteration is at".
void Simulation::renameWalks(State &S, BlockId Header) {
  const FlowBlock &FB = F.Blocks[Header];
  DenseMap<TermId, TermId> New;
  for (uint32_t I = 0; I < FB.Phis.size() && I < S.Env.size(); ++I) {
    TermId V = S.Env[I];
    if (!V || T[V].Kind != TermKind::InitMem || New.count(V))
      continue;
    TermId Here = T.sym(SymKind::Join, Header, 0, I, T[V].Width);
    // One step from the element that an iteration was at, or the same member
    // followed twice.
    int64_t Off, Before;
    TermId Base = T.splitOffset(T[V].A, Off);
    const Term &B = T[Base];
    bool Walks = B.Kind == TermKind::Sym && SymKind(B.Op) == SymKind::Join &&
                 B.Imm == int64_t(Header) && B.Aux == I;
    if (B.Kind == TermKind::InitMem) {
      T.splitOffset(B.A, Before);
      Walks |= Off == Before;
    }
    if (Walks)
      New[V] = Here;
  }
  if (!New.empty())
    rewriteState(S, [&](TermId Id) -> TermId {
      auto It = New.find(Id);
      return It == New.end() ? 0 : It->second;
    });
}

/// Several locks that one place acquired in different iterations become one
/// entry that stands for all of them.
void Simulation::collapse(State &S, BlockId Header) {
  for (size_t I = 0; I < S.Locks.size(); ++I) {
    LockEntry &A = S.Locks[I];
    if (A.Site == NoId)
      continue;
    std::vector<size_t> Group{I};
    for (size_t J = I + 1; J < S.Locks.size(); ++J) {
      const LockEntry &B = S.Locks[J];
      if (B.Site == A.Site && B.Part == A.Part && B.Now == A.Now &&
          B.Entry == A.Entry)
        Group.push_back(J);
    }
    if (A.Now == Hold::Unheld && A.Entry != EntryHold::Held) {
      // Balanced in each iteration: nothing to remember but the last one.
      if (Group.size() < 2)
        continue;
      for (size_t K = Group.size(); K-- > 0;)
        S.Locks.erase(S.Locks.begin() + Group[K]);
      --I;
      continue;
    }
    if (Group.size() < 2)
      continue;
    LockEntry M = S.Locks[Group[0]];
    // The common form of the locks' addresses.
    int64_t Off0;
    TermId Base0 = T.splitOffset(M.Lock, Off0);
    TermId Root = Base0;
    int64_t Stride = 0;
    if (T[Base0].Kind == TermKind::PtrIndex) {
      Root = T[Base0].A;
      Stride = T[Base0].Imm;
    }
    bool SameRoot = true, SameOff = true;
    for (size_t K = 1; K < Group.size(); ++K) {
      const LockEntry &B = S.Locks[Group[K]];
      M.Draining |= B.Draining;
      int64_t Off;
      TermId Base = T.splitOffset(B.Lock, Off);
      TermId R = Base;
      if (T[Base].Kind == TermKind::PtrIndex) {
        R = T[Base].A;
        Stride = std::gcd(Stride, T[Base].Imm);
      }
      SameRoot &= R == Root;
      SameOff &= Off == Off0;
      Stride = std::gcd(Stride, int64_t(uint64_t(Off) - uint64_t(Off0)));
    }
    TermId Any = T.sym(SymKind::JoinLock, Header, 0, M.Site, 64);
    TermId L;
    if (SameRoot && Stride)
      L = T.ptrAdd(T.ptrIndex(Root, Any, Stride), Off0 % Stride);
    else if (SameOff)
      L = T.ptrAdd(Any, Off0);
    else
      L = Any;
    M.Lock = L;
    M.Many = true;
    M.Depth = 1;
    M.Saved = M.Handle = M.Restored = 0;
    for (size_t K = Group.size(); K-- > 0;)
      S.Locks.erase(S.Locks.begin() + Group[K]);
    S.insert(M);
    --I;
  }
}

/// What nests may be one deeper in each iteration, where it is not seen that
/// the way back undoes it. It stays near what it was when the loop was entered.
void Simulation::settleCounts(State &S, BlockId Header) {
  constexpr int MaxGrowth = 4;
  bool Any = any_of(S.Mask.Depth, [](int N) { return N != 0; }) ||
             any_of(S.Locks, [](const LockEntry &E) { return E.Depth > 1; });
  if (!Any || Following != NoId)
    return;
  bool Cut = false;
  auto Settle = [&](int Now, auto CountIn) {
    int Low = INT_MAX, High = INT_MIN;
    for (Record &R : States[Header]) {
      Low = std::min(Low, CountIn(R.S));
      High = std::max(High, CountIn(R.S));
    }
    if (Low > High)
      return Now;
    int Span = std::max(MaxGrowth, High - Low);
    int To = std::min(std::max(Now, High - Span), Low + Span);
    Cut |= To != Now;
    return To;
  };
  for (size_t I = 0; I < S.Mask.Depth.size(); ++I)
    S.Mask.Depth[I] = int8_t(Settle(
        S.Mask.Depth[I], [I](State &O) -> int { return O.Mask.Depth[I]; }));
  for (LockEntry &E : S.Locks)
    if (E.Depth > 1)
      E.Depth = uint8_t(Settle(E.Depth, [&E](State &O) -> int {
        const LockEntry *Same = O.find(E.Lock);
        return Same && Same->Now == Hold::Held ? Same->Depth : 0;
      }));
  if (Cut)
    assumption("a loop of '" + M.str(F.SourceName).str() +
               "' does not mask by counts, or take a lock again, ever deeper");
}

/// Drops what no later step can ask for: facts about unknowns that nothing
/// refers to any more. States become equal, and merge without loss.
void Simulation::prune(State &S, bool OfFacts) {
  bool Any = false;
  for (const auto &Fact : S.Facts.all())
    Any |= bool(T[Fact.first].Flags & (TermHasSym | TermHasObject));
  for (const auto &M : S.Mem)
    Any |= T.hasSym(M.first);
  Any |= !S.Saves.empty();
  for (const LockEntry &E : S.Locks)
    Any |= E.Now == Hold::Unheld && T.hasSym(E.Lock);
  if (!Any)
    return;
  DenseSet<TermId> Live, Seen;
  std::vector<TermId> Stack;
  auto Mark = [&](TermId Id) {
    Stack.push_back(Id);
    while (!Stack.empty()) {
      TermId X = Stack.back();
      Stack.pop_back();
      if (!X || !(T[X].Flags & (TermHasSym | TermHasObject)) ||
          !Seen.insert(X).second)
        continue;
      const Term &Y = T[X];
      if (Y.Kind == TermKind::Sym || Y.Kind == TermKind::Object)
        Live.insert(X);
      Stack.push_back(Y.A);
      Stack.push_back(Y.B);
      Stack.push_back(Y.C);
    }
  };
  auto AllLive = [&](TermId Id) {
    // Everything below a term that was marked is live.
    std::vector<TermId> W{Id};
    DenseSet<TermId> Done;
    while (!W.empty()) {
      TermId X = W.back();
      W.pop_back();
      if (!X || !(T[X].Flags & (TermHasSym | TermHasObject)) || Seen.count(X) ||
          !Done.insert(X).second)
        continue;
      const Term &Y = T[X];
      if ((Y.Kind == TermKind::Sym || Y.Kind == TermKind::Object) &&
          !Live.count(X))
        return false;
      W.push_back(Y.A);
      W.push_back(Y.B);
      W.push_back(Y.C);
    }
    return true;
  };
  for (TermId E : S.Env)
    Mark(E);
  for (const LockEntry &E : S.Locks) {
    if (E.Now != Hold::Unheld || !T.hasSym(E.Lock))
      Mark(E.Lock);
    Mark(E.Handle);
    Mark(E.Saved);
    Mark(E.Restored);
  }
  // Flags that were tested tell what the instruction after the test does.
  if (!OpenBits.empty() && S.Mask.Kind == MaskState::Known)
    for (const auto &X : S.Saves)
      if (OpenBits.count(X.first))
        Mark(X.first);
  // Stack objects can be named as long as the function runs.
  for (const auto &M : S.Mem)
    if (!T.hasSym(M.first)) {
      Mark(M.first);
      Mark(M.second);
    }
  for (unsigned Round = 0; Round < 3; ++Round)
    for (const auto &M : S.Mem)
      if (T.hasSym(M.first) && AllLive(M.first))
        Mark(M.second);
  auto Dead = [&](TermId Id) { return T.hasSym(Id) && !AllLive(Id); };
  S.Mem.erase(std::remove_if(S.Mem.begin(), S.Mem.end(),
                             [&](const auto &M) { return Dead(M.first); }),
              S.Mem.end());
  S.Locks.erase(std::remove_if(S.Locks.begin(), S.Locks.end(),
                               [&](const LockEntry &E) {
                                 return E.Now == Hold::Unheld && Dead(E.Lock);
                               }),
                S.Locks.end());
  S.Saves.erase(std::remove_if(S.Saves.begin(), S.Saves.end(),
                               [&](const auto &X) { return Dead(X.first); }),
                S.Saves.end());
  if (!OfFacts)
    return;
  auto &Facts = S.Facts.all();
  Facts.erase(
      std::remove_if(Facts.begin(), Facts.end(),
                     [&](const FactSet::Fact &X) { return Dead(X.first); }),
      Facts.end());
}

void Simulation::finish(State S, TermId Ret, LocId Loc, bool Unwinds) {
  if (!isFeasible(S))
    return;
  if (Observer)
    Observer(Loc, Unwinds ? "unwind" : "exit", S);
  if (!Unwinds) {
    endsScope(S, Loc);
    checkMismatch(S);
  }
  LocalExit E;
  E.Unwinds = Unwinds;
  E.Return = Ret;
  E.Loc = Loc;
  E.S = std::move(S);
  Exits.push_back(std::move(E));
  if (Exits.size() > 4096)
    Stop = StopReason::TooManyStates;
}

void Simulation::execute(ValueId V, State S, std::vector<Live> &Out) {
  const FlowValue &X = F.Values[V];
  switch (X.Op) {
  case FlowOp::Alloca: {
    TermId O = T.object(V);
    setResult(V, S, O);
    break;
  }
  case FlowOp::Load: {
    TermId A = eval(X.A, S);
    if (!(X.Imm & LoadElsewhere) && !survivesAccess(S, A))
      return; // The path ends here.
    // (What no other code has seen yet, no other code changes.)
    bool MayChange =
        X.Imm & LoadVolatile &&
        !std::binary_search(S.Fresh.begin(), S.Fresh.end(), T.rootOf(A));
    TermId R = MayChange ? T.sym(SymKind::Memory, V, A, 1, X.Width)
                         : load(S, A, X.Width, V);
    setResult(V, S, R);
    break;
  }
  case FlowOp::Store:
    if (!(X.Imm & StoreElsewhere) && !survivesAccess(S, eval(X.A, S)))
      return;
    escapes(S, eval(X.B, S));
    becomesKnown(S, eval(X.B, S));
    if (!(X.Imm & StoreSynchronises))
      overwrites(S, eval(X.A, S), eval(X.B, S), X.Loc, V);
    clearsBits(S, eval(X.A, S), eval(X.B, S), X.Loc);
    store(S, eval(X.A, S), eval(X.B, S), V);
    break;
  case FlowOp::Exchange: {
    TermId A = eval(X.A, S);
    setResult(V, S, load(S, A, X.Width, V));
    store(S, A, eval(X.B, S), V);
    break;
  }
  case FlowOp::Update:
  case FlowOp::CmpXchg: {
    TermId A = eval(X.A, S);
    setResult(V, S, T.sym(SymKind::Memory, V, A, 2, X.Width));
    clobber(S, A, 8, V);
    break;
  }
  case FlowOp::MemClobber:
    if (X.Aux)
      zero(S, eval(X.A, S));
    else
      clobber(S, eval(X.A, S), X.Imm, V);
    break;
  case FlowOp::MemCopy:
    // (An initialiser that fills its own variable copies it to itself.)
    if (TermId To = eval(X.A, S); To && To == eval(X.B, S))
      break;
    copies(S, eval(X.B, S), X.Imm, X.Loc);
    copy(S, eval(X.A, S), eval(X.B, S), X.Imm, V);
    break;
  case FlowOp::Opaque:
    setResult(V, S, T.sym(SymKind::Opaque, V, 0, 0, X.Width));
    break;
  case FlowOp::Call:
    executeCall(V, std::move(S), Out);
    return;
  default: {
    // Pure operations: evaluate once, at their place.
    if (SlotOf[V] == NoId)
      break;
    TermId &Slot = S.Env[SlotOf[V]];
    Slot = 0;
    TermId R = eval(V, S);
    S.Env[SlotOf[V]] = R;
    break;
  }
  }
  Out.push_back({std::move(S), false});
}
