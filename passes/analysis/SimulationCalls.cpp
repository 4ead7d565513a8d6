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
    TermId A = O.Sub.size() > 0 ? operandTerm(O.Sub[0], Args, S, Site) : 0;
    TermId B = O.Sub.size() > 1 ? operandTerm(O.Sub[1], Args, S, Site) : 0;
    return T.token(P.name(O.Name), A, B);
  }
  case Operand::Handle: {
    TermId A = Arg(O.ArgNo);
    return A ? T.handleLock(A) : 0;
  }
  }
  return 0;
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
        F.Values[C.Args[I]].Op == FlowOp::Const)
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
  if (!Complete && !Slot.empty()) {
    ArrayRef<uint32_t> Cands = P.slot(Slot);
    if (!Cands.empty() && Cands.size() <= 8)
      for (uint32_t Sym : Cands) {
        if (std::find(Targets.begin(), Targets.end(), Sym) == Targets.end())
          Targets.push_back(Sym);
        Complete = true;
      }
  }
  std::sort(Targets.begin(), Targets.end());
  for (uint32_t Sym : Targets)
    callSymbol(V, Sym, C, S, Args, Out);
  if (!Complete) {
    std::string Name = "the function called through a pointer in '" +
                       M.str(F.SourceName).str() + "'";
    opaqueCall(V, Name, C, std::move(S), Args, Out);
  }
}

void Simulation::callSymbol(ValueId V, uint32_t Symbol, const FlowCall &C,
                            State S, const std::vector<TermId> &Args,
                            std::vector<Live> &Out) {
  const ProgramSymbol &Sym = P.symbols()[Symbol];
  if (!Sym.Apis.empty()) {
    // A row applies where its conditions hold; where they may not, the rows
    // after it have their turn.
    for (const Api &A : Sym.Apis) {
      if (A.When.empty())
        return applyApi(V, A, C, std::move(S), Args, Out);
      State Match = S;
      bool Possible = true, Sure = true;
      std::pair<TermId, bool> Last{0, false}, Open{0, false};
      unsigned NumOpen = 0;
      for (const ArgCondition &W : A.When) {
        TermId Arg = W.ArgNo < Args.size() ? Args[W.ArgNo] : 0;
        if (!Arg) {
          Possible = false;
          break;
        }
        unsigned Width = T[Arg].Width;
        TermId K = T.constant(W.Value, Width);
        bool IsMask =
            W.O == ArgCondition::MaskSet || W.O == ArgCondition::MaskClear;
        Last.first = IsMask ? T.compare(ComparePred::EQ,
                                        T.binary(BinaryOp::And, Arg, K, Width),
                                        T.constant(0, Width))
                            : T.compare(ComparePred::EQ, Arg, K);
        Last.second = W.O == ArgCondition::EQ || W.O == ArgCondition::MaskClear;
        if (decide(T, S.Facts, Last.first) != int(Last.second)) {
          Sure = false;
          Open = Last;
          ++NumOpen;
        }
        if (!assume(T, Match.Facts, Last.first, Last.second)) {
          Possible = false;
          break;
        }
      }
      if (!Possible)
        continue;
      applyApi(V, A, C, std::move(Match), Args, Out);
      if (Sure)
        return;
      // What is left is where the one open condition fails; of several that
      // cannot be said.
      if (NumOpen == 1 && !assume(T, S.Facts, Open.first, !Open.second))
        return;
    }
    return opaqueCall(V, "", C, std::move(S), Args, Out);
  }
  if (Sym.Function != NoId) {
    Binding B;
    for (size_t I = 0; I < Args.size(); ++I)
      if (T[Args[I]].Kind == TermKind::Function) {
        B.resize(I + 1, NoId);
        B[I] = T[Args[I]].Aux;
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

void Simulation::applyApi(ValueId V, const Api &A, const FlowCall &C, State S,
                          const std::vector<TermId> &Args,
                          std::vector<Live> &Out) {
  if (A.E == Effect::Opaque)
    return opaqueCall(V, A.Name, C, std::move(S), Args, Out);
  const FlowValue &X = F.Values[V];
  LockEvent E;
  E.Site = V;
  E.Loc = X.Loc;
  E.Api = A.Name;
  E.Kind = A.LockKind;
  E.Mode = A.Mode;
  E.Recursive = A.Recursive;
  if (A.Lock.K == Operand::Arg || A.Lock.K == Operand::Deref ||
      A.Lock.K == Operand::Handle)
    if (A.Lock.ArgNo < C.ArgNames.size())
      E.Text = P.intern(M.str(C.ArgNames[A.Lock.ArgNo]));
  E.Lock = operandTerm(A.Lock, Args, S, V);
  E.Handle = operandTerm(A.Handle, Args, S, V);
  E.Restored = operandTerm(A.Restore, Args, S, V);
  bool IsLock = isLockEffect(A.E);
  if (IsLock) {
    Reached.insert(V);
    if (Observer)
      Observer(X.Loc, A.Name, S);
  }
  TermId Result =
      X.Width ? T.sym(SymKind::Result, V, 0, 0, X.Width) : TermId(0);
  // What the acquire saved, where the model says it goes.
  auto SaveTo = [&](State &To) {
    if (!A.Saved)
      return;
    unsigned W = A.Saved.K == Operand::Return ? X.Width
                 : A.Saved.Size == 0          ? M.PointerSize * 8
                                              : A.Saved.Size * 8;
    TermId Saved = T.sym(SymKind::Saved, V, 0, 0, W);
    E.Saved = Saved;
    if (A.Saved.K == Operand::Return)
      Result = Saved;
    else if (A.Saved.ArgNo < Args.size() &&
             (A.Saved.K == Operand::Arg || A.Saved.K == Operand::Deref))
      store(To, T.ptrAdd(Args[A.Saved.ArgNo], A.Saved.Offset), Saved, V);
  };
  auto Emit = [&](State To) {
    if (Result)
      setResult(V, To, Result);
    Out.push_back({std::move(To), false});
  };
  auto Succeeds = [&](State &To, bool Yes) {
    if (!Result)
      return Yes;
    TermId Zero = T.constant(0, X.Width);
    switch (A.Ok) {
    case Success::NonZero:
      return assume(T, To.Facts, T.compare(ComparePred::EQ, Result, Zero),
                    !Yes);
    case Success::Zero:
      return assume(T, To.Facts, T.compare(ComparePred::EQ, Result, Zero), Yes);
    case Success::NonNegative:
      return assume(T, To.Facts, T.compare(ComparePred::SLT, Result, Zero),
                    !Yes);
    case Success::Always:
      return Yes;
    }
    return true;
  };
  switch (A.E) {
  case Effect::Acquire:
    // Nobody asks: it is taken to succeed, and to say so.
    if (A.Fallible && !C.ResultTested && X.Width && A.Ok == Success::Zero)
      Result = T.constant(0, X.Width);
    if (A.Fallible && C.ResultTested) {
      State Failed = S;
      if (Succeeds(Failed, false)) {
        note(Failed, PathStep::Branch, X.Loc,
             "'" + lockName(E.Lock, E.Text).str() + "' could not be acquired");
        Emit(std::move(Failed));
      }
      if (!Succeeds(S, true))
        return;
    }
    SaveTo(S);
    if (!acquire(S, E))
      return;
    // A queue handle and a saved-level variable are written by the acquire.
    if (E.Handle)
      clobber(S, E.Handle, 8, V);
    return Emit(std::move(S));
  case Effect::TryAcquire: {
    State Failed = S;
    if (Succeeds(Failed, false)) {
      note(Failed, PathStep::Branch, X.Loc,
           "'" + lockName(E.Lock, E.Text).str() + "' could not be acquired");
      Emit(std::move(Failed));
    }
    TermId L = E.Lock;
    LockEntry *Now = resolve(S, L);
    // Trying a lock that is held by this path itself fails, which is no
    // defect (unless both are shared).
    if (Now && Now->Now == Hold::Held && !Now->Many &&
        !(Now->Mode == LockMode::Shared && A.Mode == LockMode::Shared))
      return;
    // Shared by its own holder: once more.
    if (Now && Now->Now == Hold::Held && !Now->Many)
      E.Recursive = true;
    if (Succeeds(S, true)) {
      SaveTo(S);
      // With no entry state known, success proves that it was free.
      if (!Now && tracks(E.Lock)) {
        LockEntry N;
        N.Lock = L;
        N.Entry = EntryHold::Unheld;
        N.Now = Hold::Held;
        N.Mode = A.Mode;
        N.Recursive = A.Recursive;
        N.Saved = E.Saved;
        N.Handle = E.Handle;
        N.Site = V;
        N.Text = lockName(L, E.Text);
        N.Kind = E.Kind;
        N.Api = E.Api;
        note(S, PathStep::Acquire, X.Loc,
             "'" + N.Text.str() + "' is acquired here");
        N.Where = S.Trace;
        N.At = {&M, X.Loc};
        S.insert(N);
      } else if (!acquire(S, E)) {
        return;
      }
      Emit(std::move(S));
    }
    return;
  }
  case Effect::Release:
    release(S, E);
    return Emit(std::move(S));
  case Effect::Use: {
    LockEvent R = E;
    if (!acquire(S, E))
      return;
    TermId L = E.Lock;
    LockEntry *N = resolve(S, L);
    if (N && N->Now == Hold::Held && N->Site == V)
      release(S, R);
    return Emit(std::move(S));
  }
  case Effect::Convert: {
    State Failed = S;
    if (Succeeds(Failed, false))
      Emit(std::move(Failed));
    if (Succeeds(S, true)) {
      TermId L = E.Lock;
      if (LockEntry *N = resolve(S, L))
        N->Mode = A.Mode;
      Emit(std::move(S));
    }
    return;
  }
  case Effect::Init:
    if (E.Lock && tracks(E.Lock)) {
      TermId L = E.Lock;
      LockEntry *N = resolve(S, L);
      if (!N && T[T.rootOf(L)].Kind != TermKind::Object) {
        // From here on its state is known.
        LockEntry I;
        I.Lock = L;
        I.Entry = EntryHold::Unheld;
        I.Now = Hold::Unheld;
        I.Site = V;
        I.Text = lockName(L, E.Text);
        I.Kind = E.Kind;
        I.Api = E.Api;
        S.insert(I);
      }
    }
    return Emit(std::move(S));
  case Effect::AssertHeld: {
    TermId L = E.Lock;
    if (L && !resolve(S, L) && tracks(L) && !Opts.ClosedEntry) {
      LockEntry N;
      N.Lock = L;
      N.Entry = EntryHold::Held;
      N.Now = Hold::Held;
      N.Text = lockName(L, E.Text);
      N.Kind = E.Kind;
      N.Api = E.Api;
      N.Where = S.Trace;
      S.insert(N);
    }
    return Emit(std::move(S));
  }
  case Effect::Call: {
    // The system calls one of the arguments back, perhaps under a lock.
    TermId Fn = operandTerm(A.Callee, Args, S, V);
    LockEvent H = E;
    H.Lock = operandTerm(A.Holding, Args, S, V);
    H.Text = "";
    std::vector<TermId> Pass;
    Pass.reserve(A.Pass.size());
    for (const Operand &O : A.Pass)
      Pass.push_back(operandTerm(O, Args, S, V));
    for (TermId &P : Pass)
      if (!P)
        P = T.sym(SymKind::Opaque, V, 0, 1, 64);
    bool Holds = H.Lock && A.Holding;
    if (Holds) {
      Reached.insert(V);
      if (Observer)
        Observer(X.Loc, A.Name, S);
      // Under a lock of its own the system would spin; what the caller does
      // with its lock afterwards is still worth knowing.
      acquire(S, H);
    }
    std::vector<Live> Inner;
    const Summary *Sum = nullptr;
    uint32_t Target = NoId;
    if (Fn && T[Fn].Kind == TermKind::Function) {
      Target = T[Fn].Aux;
      FunctionId Id = P.symbols()[Target].Function;
      if (Id != NoId)
        Sum = Summaries(Id, Binding());
    }
    if (Sum)
      applySummary(V, *Sum, Target, C, std::move(S), Pass, Inner);
    else
      opaqueCall(V, "the callback of '" + A.Name + "'", C, std::move(S), Args,
                 Inner);
    for (Live &L : Inner) {
      if (Holds) {
        TermId HL = H.Lock;
        LockEntry *N = resolve(L.S, HL);
        if (N && N->Now == Hold::Held && N->Site == V)
          release(L.S, H);
      }
      Out.push_back(std::move(L));
    }
    return;
  }
  case Effect::Alloc: {
    // A fresh object, or null: the result is null exactly in the second case.
    State Null = S;
    if (!C.ReturnsNonNull && X.Width) {
      setResult(V, Null, T.constant(0, X.Width));
      Out.push_back({std::move(Null), false});
    }
    Result = T.object(V);
    auto It = std::lower_bound(S.Clobbered.begin(), S.Clobbered.end(), Result);
    if (It == S.Clobbered.end() || *It != Result)
      S.Clobbered.insert(It, Result);
    return Emit(std::move(S));
  }
  case Effect::NoReturn:
    // The thread ends, but the locks it holds do not.
    if (A.Variant == "thread-exit") {
      S.ThreadExit = true;
      S.ReturnLoc = X.Loc;
      S.CalleeExit = {&M, X.Loc};
      Out.push_back({std::move(S), true});
    } else if (A.Variant == "longjmp") {
      for (const LockEntry &L : S.Locks)
        if (L.Now == Hold::Held)
          GaveUp = "it leaves by longjmp with '" + L.Text.str() +
                   "' held, which is not followed";
    }
    return;
  case Effect::Pure:
    if (X.Width)
      Result = T.apply(P.symbol(Module, C.Callee), Args, X.Width);
    return Emit(std::move(S));
  case Effect::Level:
    // While a lock is held that raised the level, it is another than the one
    // that was saved.
    for (const LockEntry &L : S.Locks)
      if (X.Width && L.Now == Hold::Held && L.Saved) {
        Result = T.sym(SymKind::Saved, V, 0, 0, X.Width);
        SavedBy.try_emplace(Result, StringRef());
      }
    return Emit(std::move(S));
  case Effect::None:
  case Effect::Free:
  case Effect::Destroy:
  case Effect::Opaque:
    // Locals handed over by address may be written.
    for (TermId Arg : Args)
      if (Arg && T[T.rootOf(Arg)].Kind == TermKind::Object)
        clobber(S, Arg, -1, V);
    return Emit(std::move(S));
  }
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
    if (!A || T[A].Width < 32)
      continue;
    const Term &R = T[T.rootOf(A)];
    if (R.Kind == TermKind::Const || R.Kind == TermKind::Function)
      continue;
    // A lock handed to code that is not known may come back in any state.
    for (LockEntry &E : S.Locks)
      if (E.Lock == A || (E.Handle && E.Handle == A)) {
        E.Now = Hold::Unknown;
        Touches = true;
      }
    // Out-parameters: a local as a whole, or one field of something else.
    int64_t Off;
    TermId Base = T.splitOffset(A, Off);
    if (R.Kind == TermKind::Object && Base == A)
      clobber(S, A, -1, V);
    else if (R.Kind == TermKind::Object || Off != 0)
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

void Simulation::applySummary(ValueId V, const Summary &Sum, uint32_t Callee,
                              const FlowCall &C, State S,
                              const std::vector<TermId> &Args,
                              std::vector<Live> &Out) {
  const FlowValue &X = F.Values[V];
  const ProgramSymbol &Sym = P.symbols()[Callee];
  const std::string &CalleeName = Sym.SourceName;
  Steps += Sum.Pool.size() / 8;
  if (!Sum.GaveUp.empty()) {
    assumption("'" + CalleeName +
               "', on which the analysis gave up, touches no lock that its "
               "caller holds");
    return opaqueCall(V, CalleeName, C, std::move(S), Args, Out);
  }
  for (const std::string &A : Sum.Assumptions)
    assumption(A);

  // The callee's terms in terms of this function, at the call.
  std::vector<TermId> Map(Sum.Pool.size(), 0);
  for (size_t I = 1; I < Sum.Pool.size(); ++I) {
    Term P0 = Sum.Pool[I];
    auto Op = [&](uint32_t Id) { return Id < I ? Map[Id] : 0; };
    switch (P0.Kind) {
    case TermKind::Const:
      Map[I] = T.constant(P0.Imm, P0.Width);
      break;
    case TermKind::Param: {
      TermId A = size_t(P0.Imm) < Args.size() ? Args[P0.Imm] : 0;
      if (A && T[A].Width != P0.Width)
        A = T[A].Width > P0.Width ? T.cast(TermKind::Trunc, A, P0.Width) : 0;
      Map[I] = A ? A : T.sym(SymKind::Imported, V, 0, uint32_t(I), P0.Width);
      break;
    }
    case TermKind::InitMem:
      Map[I] = load(S, Op(P0.A), P0.Width, V);
      break;
    case TermKind::Sym:
      Map[I] = T.sym(SymKind(P0.Op) == SymKind::Saved ? SymKind::Saved
                                                      : SymKind::Imported,
                     V, 0, uint32_t(I), P0.Width);
      break;
    case TermKind::Object: {
      // An object the callee made and handed out: a new one at every call.
      Map[I] = T.object(int64_t(I) << 32 | V);
      auto It =
          std::lower_bound(S.Clobbered.begin(), S.Clobbered.end(), Map[I]);
      if (It == S.Clobbered.end() || *It != Map[I])
        S.Clobbered.insert(It, Map[I]);
      break;
    }
    case TermKind::PtrAdd:
      Map[I] = T.ptrAdd(Op(P0.A), P0.Imm, Sum.Labels[P0.Aux], Sum.Tags[P0.Aux]);
      break;
    case TermKind::PtrIndex:
      Map[I] = T.ptrIndex(Op(P0.A), Op(P0.B), P0.Imm);
      break;
    case TermKind::Binary:
      Map[I] = T.binary(BinaryOp(P0.Op), Op(P0.A), Op(P0.B), P0.Width);
      break;
    case TermKind::Compare:
      Map[I] = T.compare(ComparePred(P0.Op), Op(P0.A), Op(P0.B));
      break;
    case TermKind::Select:
      Map[I] = T.select(Op(P0.A), Op(P0.B), Op(P0.C));
      break;
    case TermKind::ZExt:
    case TermKind::SExt:
    case TermKind::Trunc:
      Map[I] = T.cast(P0.Kind, Op(P0.A), P0.Width);
      break;
    default: {
      Term N = P0;
      N.A = Op(P0.A);
      N.B = Op(P0.B);
      N.C = Op(P0.C);
      Map[I] = T.intern(N);
      break;
    }
    }
  }
  auto AssumeAll = [&](FactSet &Fs, const std::vector<PoolFact> &Facts) {
    for (const PoolFact &Fact : Facts) {
      TermId Id = Map[Fact.T];
      if (!Id)
        continue;
      if (T[Id].Width == 1 && Fact.R.isSingle()) {
        if (!assume(T, Fs, Id, Fact.R.Lo != 0))
          return false;
        continue;
      }
      if (!assumeRange(T, Fs, Id, Fact.R))
        return false;
    }
    return true;
  };

  // What goes wrong in the callee, or would with the locks as they are here.
  for (const Incident &I : Sum.Incidents) {
    State At = S;
    if (!AssumeAll(At.Facts, I.Facts))
      continue;
    EntryHold Need = I.Need;
    TermId L = Need != EntryHold::Any && I.Lock ? Map[I.Lock] : 0;
    if (Need != EntryHold::Any) {
      if (!L || !tracks(L))
        continue;
      LockEntry *E = resolve(At, L);
      if (E && (E->Many || E->Now == Hold::Unknown))
        continue;
      Hold Bad = Need == EntryHold::Held ? Hold::Held : Hold::Unheld;
      if (E) {
        if (E->Now != Bad)
          continue;
        if (Bad == Hold::Held && I.Recursive && E->Mode == I.Mode)
          continue;
        Need = EntryHold::Any;
      } else {
        LockEntry *W = weakMatch(At, L, I.LockText);
        if (W && (W->Now == Hold::Held || W->Many)) {
          if (Bad == Hold::Held)
            assumption("'" + I.LockText.str() + "' and '" + W->Text.str() +
                       "' are different locks where both are held");
          else
            assumption("'" + I.LockText.str() + "' is the lock '" +
                       W->Text.str() + "' where it is released");
          continue;
        }
        bool Fresh = T[T.rootOf(L)].Kind == TermKind::Object;
        bool KnownUnheld = Fresh || (Opts.ClosedEntry && T.isEntryPlace(L));
        if (KnownUnheld) {
          if (Bad == Hold::Held)
            continue;
          Need = EntryHold::Any;
        } else if (!T.isEntryPlace(L)) {
          if (Bad == Hold::Unheld)
            assumption("'" + I.LockText.str() + "' is held where '" +
                       M.str(F.SourceName).str() + "' calls '" + CalleeName +
                       "'");
          continue;
        }
      }
    }
    note(At, PathStep::Call, X.Loc, "'" + CalleeName + "' is called", I.Path);
    LocalIncident N;
    N.I = I;
    N.I.Need = Need;
    if (L && Need == EntryHold::Any)
      N.I.LockText =
          bestName(L, I.LockText, Sum.Pool[I.Lock].Kind == TermKind::Param);
    N.I.Facts.clear();
    N.Lock = Need == EntryHold::Any ? 0 : L;
    record(std::move(N), At);
  }

  std::vector<Live> Cur, Next;
  Cur.push_back({std::move(S), false});
  for (size_t FI = 0; FI < Sum.Factors.size(); ++FI) {
    Next.clear();
    for (Live &Base : Cur) {
      if (Base.Unwinding) {
        Next.push_back(std::move(Base));
        continue;
      }
      for (const ExitCase &Case : Sum.Factors[FI]) {
        State N = Base.S;
        if (!AssumeAll(N.Facts, Case.Facts))
          continue;
        if (Case.Unwinds && !Case.ThreadExit && !C.IsInvoke && F.NoUnwind)
          continue;
        bool Moves = false, Dead = false;
        for (const LockEffect &L : Case.Locks)
          Moves |= L.Exit != Hold::Unheld || L.Entry == EntryHold::Held;
        if (Moves)
          note(N, PathStep::Call, X.Loc, "'" + CalleeName + "' is called",
               Case.Path);
        N.CalleeExit = Case.Loc;
        N.CalleeExitFunction = Sym.SourceName;
        for (const LockEffect &L : Case.Locks) {
          TermId Lock = Map[L.Lock];
          if (!Lock || !tracks(Lock))
            continue;
          LockEvent Ev;
          Ev.Site = V;
          Ev.Loc = X.Loc;
          Ev.Kind = L.Kind;
          Ev.Api = L.Api;
          Ev.Mode = L.Mode;
          Ev.Text = L.Text;
          Ev.Lock = Lock;
          LockEntry *E = resolve(N, Lock);
          if (!E)
            if (LockEntry *W = weakMatch(N, Lock, L.Text))
              if (L.Entry == EntryHold::Held && W->Now == Hold::Held) {
                Lock = W->Lock;
                E = W;
              }
          if (E && L.Entry == EntryHold::Held && E->Now == Hold::Held &&
              L.Restored)
            checkRestore(N, *E, Map[L.Restored], Ev, Case.Path,
                         E->Site == NoId ? L.At : ModuleLoc());
          E = N.find(Lock);
          LockEntry New;
          if (E)
            New = *E;
          else {
            New.Lock = Lock;
            New.Text = L.Text;
            New.Kind = L.Kind;
            New.Api = L.Api;
            New.Site = V;
            New.Entry = L.Entry;
          }
          if (E && E->Many) {
            // One of many was released, or one more acquired.
            if (L.Exit == Hold::Unheld && L.Entry == EntryHold::Held)
              E->Draining = true;
            continue;
          }
          if (E && E->Now == Hold::Held && L.Entry == EntryHold::Unheld &&
              !(L.Recursive && E->Mode == L.Mode)) {
            // The callee spins for ever (reported), or its try failed.
            Dead = true;
            break;
          }
          New.Now = L.Exit;
          New.Mode = L.Mode;
          New.Recursive = L.Recursive;
          New.Depth = L.Depth;
          New.Many = L.Many;
          New.Draining = L.Draining;
          New.At = L.At;
          if (L.Exit == Hold::Held) {
            // A callee that let go and took again holds it for its caller.
            bool Retaken =
                E && E->Now == Hold::Held && L.Entry == EntryHold::Held;
            New.Saved = L.Saved ? Map[L.Saved] : (Retaken ? New.Saved : 0);
            New.Handle = L.Handle ? Map[L.Handle] : New.Handle;
            New.Where = N.Trace;
            New.Site = V;
            if (!Retaken)
              New.Text = bestName(Lock, L.Text,
                                  Sum.Pool[L.Lock].Kind == TermKind::Param);
            New.Kind = L.Kind;
            New.Api = L.Api;
            if (New.Saved)
              SavedBy.try_emplace(New.Saved, New.Text);
          } else {
            New.Saved = 0;
            New.Restored = L.Restored ? Map[L.Restored] : 0;
            New.Where = N.Trace;
          }
          N.insert(New);
        }
        if (Dead)
          continue;
        for (const auto &[A, Val] : Case.Mem)
          store(N, Map[A], Map[Val], V);
        for (PoolId A : Case.Clobbered)
          clobber(N, Map[A], 8, V);
        if (Case.Unwinds) {
          N.ThreadExit = Case.ThreadExit;
          if (Case.ThreadExit)
            N.ReturnLoc = X.Loc;
          Next.push_back({std::move(N), true});
          continue;
        }
        if (FI == 0 && (X.Width || (Case.Return && T[Map[Case.Return]].Kind ==
                                                       TermKind::Tuple)))
          setResult(V, N,
                    Case.Return ? Map[Case.Return]
                                : T.sym(SymKind::Result, V, 0, 0, X.Width));
        Next.push_back({std::move(N), false});
      }
    }
    std::swap(Cur, Next);
    if (Cur.size() > 1)
      mergeLive(Cur, int64_t(F.Blocks.size()) + V);
    if (Stop != StopReason::None)
      return;
  }
  for (Live &L : Cur)
    Out.push_back(std::move(L));
}
