//===- SimulationCalls.cpp - What calls do to a state ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call is a modelled API, a function with a summary, or unknown. A call
// through a pointer is each of the functions the pointer may be; one that
// cannot be resolved is unknown and goes into the assumptions.
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

TermId Simulation::operandTerm(const Operand &O,
                               const std::vector<TermId> &Args, const State &S,
                               ValueId Site) {
  auto Arg = [&](unsigned N) -> TermId {
    return N < Args.size() ? Args[N] : 0;
  };
  switch (O.K) {
  case Operand::None:
  case Operand::Return:
    return 0;
  case Operand::Arg: {
    TermId A = Arg(O.ArgNo);
    return A && O.Offset ? T.ptrAdd(A, O.Offset) : A;
  }
  case Operand::Deref: {
    TermId A = Arg(O.ArgNo);
    if (!A)
      return 0;
    TermId Addr = T.ptrAdd(A, O.Offset);
    return load(S, Addr, O.Size ? O.Size * 8 : M.PointerSize * 8, Site);
  }
  case Operand::Const:
    return T.constant(O.Offset, 64);
  case Operand::Global:
    return T.leaf(TermKind::SystemLock, P.name(O.Name));
  case Operand::Token: {
    // (A number is that number in any type.)
    auto Part = [&](size_t I) -> TermId {
      TermId X = I < O.Sub.size() ? operandTerm(O.Sub[I], Args, S, Site) : 0;
      int64_t Number;
      return X && T.isConst(X, Number) ? T.constant(Number, 64) : X;
    };
    TermId A = Part(0), B = Part(1);
    return T.token(P.name(O.Name), A, B);
  }
  case Operand::Handle: {
    TermId A = Arg(O.ArgNo);
    return A ? T.handleLock(A) : 0;
  }
  }
  return 0;
}

/// Argument \p I of a call may be a lock, or lead to one, that the callee does
/// something to, or point to what decides about the call.
bool Simulation::leadsToLock(const FlowCall &C, unsigned I) const {
  if (C.Callee == NoId)
    return true;
  const ProgramSymbol &S = P.symbols()[P.symbol(Module, C.Callee)];
  auto Names = [&](const Operand &O) {
    bool OfArgument =
        O.K == Operand::Arg || O.K == Operand::Deref || O.K == Operand::Handle;
    return (OfArgument && O.ArgNo == I) ||
           any_of(O.Sub, [&](const Operand &X) { return X.ArgNo == I; });
  };
  for (const Api &A : S.Apis)
    if (Names(A.Lock) || Names(A.Handle) || Names(A.Holding) ||
        Names(A.Object) || any_of(A.WhenPointee, [&](const ArgCondition &W) {
          return W.ArgNo == I;
        }))
      return true;
  if (!S.Apis.empty() || S.Function == NoId)
    return false;
  const Summary *Sum = Summaries(S.Function, Binding());
  return Sum && I < 64 && (Sum->LockParams >> I & 1);
}

void Simulation::executeCall(ValueId V, State S, std::vector<Live> &Out,
                             const std::vector<TermId> *Known, size_t Changed,
                             TermId NewArg) {
  const FlowValue &X = F.Values[V];
  const FlowCall &C = F.Calls[X.Aux];
  std::vector<TermId> Args;
  if (Known) {
    Args = *Known;
    Args[Changed] = NewArg;
  } else {
    Args.reserve(C.Args.size());
    for (ValueId A : C.Args)
      Args.push_back(eval(A, S));
  }
  // A pointer that is one of two: go both ways, so that a lock is one lock on
  // each.
  for (size_t I = 0; I < Args.size(); ++I) {
    int64_t Off = 0;
    TermId Base = Args[I] ? T.splitOffset(Args[I], Off) : 0;
    if (!Base || T[Base].Kind != TermKind::Select || T[Base].Width < 32 ||
        !leadsToLock(C, I))
      continue;
    const Term Sel = T[Base];
    for (bool Taken : {true, false}) {
      State N = S;
      if (!assume(T, N.Facts, Sel.A, Taken) || !isConsistent(T, N.Facts))
        continue;
      // The argument's value is the choice from here on.
      DenseMap<TermId, TermId> Memo;
      TermId Choice = Taken ? Sel.B : Sel.C;
      rewriteState(
          N, [&](TermId Id) -> TermId { return Id == Base ? Choice : 0; });
      executeCall(V, std::move(N), Out, &Args, I, T.ptrAdd(Choice, Off));
    }
    return;
  }
  if (C.Callee != NoId)
    return callSymbol(V, P.symbol(Module, C.Callee), C, std::move(S), Args,
                      Out);
  // Which functions can the pointer be?
  std::vector<uint32_t> Targets;
  bool Complete = true;
  std::string Slot = M.str(C.Slot).str();
  std::vector<TermId> Work{eval(C.CalleeValue, S)};
  while (!Work.empty()) {
    TermId Id = Work.back();
    Work.pop_back();
    const Term Y = T[Id];
    if (Y.Kind == TermKind::Function) {
      if (std::find(Targets.begin(), Targets.end(), Y.Aux) == Targets.end())
        Targets.push_back(Y.Aux);
    } else if (Y.Kind == TermKind::Select) {
      Work.push_back(Y.B);
      Work.push_back(Y.C);
    } else if (Y.Kind == TermKind::Const && Y.Imm == 0) {
      // A null call does not come back.
    } else {
      Complete = false;
      // An element of a constant table, whichever.
      if (Y.Kind == TermKind::InitMem) {
        // The import table's slot of a function.
        if (T[Y.A].Kind == TermKind::Global &&
            !P.symbols()[T[Y.A].Aux].Apis.empty()) {
          Targets.push_back(T[Y.A].Aux);
          Complete = true;
          continue;
        }
        int64_t Off;
        TermId B = T.splitOffset(Y.A, Off);
        if (T[B].Kind == TermKind::PtrIndex &&
            T[T[B].A].Kind == TermKind::Global && T[B].Imm > 0) {
          for (const FlowConstWord *W : P.constWords(T[T[B].A].Aux)) {
            if (W->Symbol == NoId || (W->Offset - Off) % T[B].Imm != 0)
              continue;
            uint32_t MI = P.symbols()[T[T[B].A].Aux].Module;
            uint32_t Sym = P.symbol(MI, W->Symbol);
            if (P.symbols()[Sym].IsFunction &&
                std::find(Targets.begin(), Targets.end(), Sym) == Targets.end())
              Targets.push_back(Sym);
          }
          if (!Targets.empty() && Targets.size() <= 16) {
            Complete = true;
            continue;
          }
          Targets.clear();
        }
      }
      // The field the pointer was read from, if only the path knows it.
      if (Slot.empty() && Y.A &&
          (Y.Kind == TermKind::InitMem || Y.Kind == TermKind::Sym))
        Slot = T.tag(Y.A).str();
    }
  }
  if (!Complete) {
    // A function whose type or field is that of a role is called in the
    // role's state by the program too: a cancel routine releases the cancel
    // lock for whoever calls it.
    const Role *R = Slot.empty() ? nullptr : P.slotRole(Slot);
    if (!R && C.RoleType)
      R = P.models().findRole(M.str(C.RoleType));
    if (R) {
      bool Releases = false;
      for (const EntryLock &L : R->Holds) {
        if (!L.MustRelease)
          continue;
        TermId Lock = operandTerm(L.Lock, Args, S, V);
        LockEntry *E = Lock ? resolve(S, Lock) : nullptr;
        if (!E || E->Now != Hold::Held)
          continue;
        LockEvent Ev;
        Ev.Site = V;
        Ev.Loc = X.Loc;
        Ev.Lock = Lock;
        Ev.Kind = P.intern(L.LockKind);
        release(S, Ev);
        Releases = true;
      }
      if (Releases)
        return opaqueCall(V,
                          "the " + R->Name + " routine called in '" +
                              M.str(F.SourceName).str() + "'",
                          C, std::move(S), Args, Out);
    }
  }
  bool Guessed = false, Several = false;
  if (!Complete && !Slot.empty()) {
    if (Opts.Slots)
      Opts.Slots->insert(Slot);
    ArrayRef<uint32_t> Cands = P.slot(Slot);
    if (!Cands.empty() && Cands.size() <= Program::MaxFollowed)
      for (uint32_t Sym : Cands) {
        if (std::find(Targets.begin(), Targets.end(), Sym) == Targets.end())
          Targets.push_back(Sym);
        Complete = true;
      }
    Several = Complete && Cands.size() > 1;
    // The system calls functions of such tables: they are not all here.
    Guessed = Complete && any_of(Cands, [&](uint32_t Sym) {
                FunctionId Fn = P.symbols()[Sym].Function;
                return Fn != NoId && !P.functions()[Fn].Roles.empty();
              });
  }
  std::sort(Targets.begin(), Targets.end());
  DoubtSet Before = CallDoubts;
  if (Guessed)
    CallDoubts |= GuessedCallee;
  if (Several) {
    CallDoubts |= OneOfSeveral;
    CallsOneOfSeveral = true;
  }
  for (uint32_t Sym : Targets)
    callSymbol(V, Sym, C, S, Args, Out);
  CallDoubts = Before;
  if (!Complete) {
    std::string Name = "the function called through a pointer in '" +
                       M.str(F.SourceName).str() + "'";
    opaqueCall(V, Name, C, std::move(S), Args, Out);
  }
}

/// Whether the conditions of a row may hold; \p S then knows that they do.
/// \p Open: those that it did not know before.
bool Simulation::matches(const Api &A, const std::vector<TermId> &Args,
                         State &S, std::vector<FactSet::Fact> &Open,
                         ValueId Site) {
  auto Holds = [&](const ArgCondition &W) {
    TermId X = W.ArgNo < Args.size() ? Args[W.ArgNo] : 0;
    if (X && W.Pointee)
      X = load(S, T.ptrAdd(X, W.Offset),
               W.Size ? W.Size * 8 : M.PointerSize * 8, Site);
    if (!X)
      return false;
    unsigned Width = T[X].Width;
    TermId K = T.constant(W.Value, Width);
    bool IsMask =
        W.O == ArgCondition::MaskSet || W.O == ArgCondition::MaskClear;
    TermId Cond = IsMask ? T.compare(ComparePred::EQ,
                                     T.binary(BinaryOp::And, X, K, Width),
                                     T.constant(0, Width))
                         : T.compare(ComparePred::EQ, X, K);
    bool Wanted = W.O == ArgCondition::EQ || W.O == ArgCondition::MaskClear;
    if (decide(T, S.Facts, Cond) != int(Wanted))
      Open.push_back({Cond, Range::exactly(Wanted)});
    return assume(T, S.Facts, Cond, Wanted);
  };
  return all_of(A.When, Holds) && all_of(A.WhenPointee, Holds);
}

void Simulation::callSymbol(ValueId V, uint32_t Symbol, const FlowCall &C,
                            State S, const std::vector<TermId> &Args,
                            std::vector<Live> &Out) {
  const ProgramSymbol &Sym = P.symbols()[Symbol];
  if (!Sym.Apis.empty()) {
    // A row applies where its conditions hold; where they may not, the rows
    // after it have their turn.
    for (const Api &A : Sym.Apis) {
      State Match = S;
      std::vector<FactSet::Fact> Open;
      if (!matches(A, Args, Match, Open, V))
        continue;
      bool Sure = Open.empty();
      applyApi(V, A, C, std::move(Match), Args, Open, Out);
      if (Sure)
        return;
      // What is left is where the one open condition fails; of several that
      // cannot be said.
      if (Open.size() == 1 &&
          !assume(T, S.Facts, Open[0].first, Open[0].second.Lo == 0))
        return;
    }
    return opaqueCall(V, "", C, std::move(S), Args, Out);
  }
  if (Sym.Function != NoId) {
    Binding B;
    const ProgramFunction &Callee = P.functions()[Sym.Function];
    // (Of a variadic function, or one that the caller declares otherwise, there
    // may be more arguments than parameters.)
    for (size_t I = 0; I < Args.size() && I < Callee.F->NumParams; ++I)
      if (T[Args[I]].Kind == TermKind::Function) {
        B.resize(I + 1, NoId);
        B[I] = T[Args[I]].Aux;
      }
    for (size_t I = 0; I < Callee.CalledFields.size(); ++I) {
      auto [Param, Off] = Callee.CalledFields[I];
      if (Param >= Args.size() || !Args[Param])
        continue;
      const Term &Field =
          T[load(S, T.ptrAdd(Args[Param], Off), M.PointerSize * 8, V)];
      if (Field.Kind == TermKind::Function) {
        B.resize(Callee.F->NumParams + I + 1, NoId);
        B.back() = Field.Aux;
      }
    }
    if (const Summary *Sum = Summaries(Sym.Function, B))
      return applySummary(V, *Sum, Symbol, C, std::move(S), Args, Out);
    // Never a silent Pass: it can reach a lock, and was not followed.
    if (P.functions()[Sym.Function].ReachesLockEvent)
      assumption("'" + Sym.SourceName +
                 "', called too deep to be followed, "
                 "leaves every lock as it finds it");
  }
  opaqueCall(V, Sym.SourceName, C, std::move(S), Args, Out);
}

void Simulation::opaqueCall(ValueId V, StringRef Name, const FlowCall &C,
                            State S, const std::vector<TermId> &Args,
                            std::vector<Live> &Out) {
  const FlowValue &X = F.Values[V];
  bool AnyHeld = false;
  for (const LockEntry &E : S.Locks)
    AnyHeld |= E.Now == Hold::Held;
  bool Touches = false;
  for (TermId A : Args) {
    escapes(S, A);
    becomesKnown(S, A);
    if (!A || T[A].Width < 32)
      continue;
    // (What follows makes terms: no reference to one lasts.)
    const TermKind Root = T[T.rootOf(A)].Kind;
    if (Root == TermKind::Const || Root == TermKind::Function)
      continue;
    // A lock handed to code that is not known may come back in any state.
    for (LockEntry &E : S.Locks)
      if (E.Lock == A || (E.Handle && E.Handle == A)) {
        ends(E);
        E.Now = Hold::Unknown;
        Touches = true;
      }
    for (LockEntry &E : S.Locks) {
      if (E.Now == Hold::Held && !Name.empty() && liesIn(E.Lock, A))
        E.Doubts |= HandedOver;
      // What was destroyed may be given a new life.
      if (E.Alive == Life::Destroyed && (E.Lock == A || liesIn(E.Lock, A)))
        E.Alive = Life::Unsure;
    }
    if (!Name.empty())
      S.addGiven(A);
    // Out-parameters: a local as a whole, or one field of something else.
    int64_t Off;
    TermId Base = T.splitOffset(A, Off);
    if (Root == TermKind::Object)
      clobberLocalsIn(S, T.rootOf(A), V);
    if (Root == TermKind::Object && Base == A)
      clobber(S, A, -1, V);
    else if (Root == TermKind::Object || Off != 0)
      clobber(S, A, 8, V);
    else if (S.memory(A))
      clobber(S, A, 8, V);
  }
  if (!Name.empty() && (AnyHeld || Touches))
    assumption((Name.contains(' ') ? Name.str() : "'" + Name.str() + "'") +
               (Touches ? ", which is handed a lock, keeps its state"
                        : ", which is not analysed, touches no lock that its "
                          "caller holds"));
  if (C.MayUnwind && (C.IsInvoke || !F.NoUnwind)) {
    State U = S;
    Out.push_back({std::move(U), true});
  }
  if (C.NoReturn)
    return;
  if (X.Width)
    setResult(V, S, T.sym(SymKind::Result, V, 0, 0, X.Width));
  if (C.ReturnsNonNull && X.Width) {
    Range R;
    R.exclude(0);
    assumeRange(T, S.Facts, T.sym(SymKind::Result, V, 0, 0, X.Width), R);
  }
  Out.push_back({std::move(S), false});
}
