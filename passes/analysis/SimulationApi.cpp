//===- SimulationApi.cpp - What modelled calls do to a state --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call of a function that a model describes: what its row says of locks, of
// memory and of the result.
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

/// What a call that masks does, for people.
static std::string maskText(const Api &A) {
  StringRef What = A.Masks == Masked::Isr   ? "interrupts"
                   : A.Masks == Masked::Dpc ? "DPCs and softirqs"
                                            : "other threads";
  bool IsAsm = StringRef(A.Name).starts_with("asm[");
  return (IsAsm ? std::string("an instruction") : "'" + A.Name + "'") +
         " masks " + What.str();
}

void Simulation::applyApi(ValueId V, const Api &A, const FlowCall &C, State S,
                          const std::vector<TermId> &Args,
                          ArrayRef<FactSet::Fact> Open,
                          std::vector<Live> &Out) {
  const FlowValue &X = F.Values[V];
  if (A.Blocking != Blocks::No)
    callWaits(A, X.Loc, S, Open);
  if (A.WaitsFor && Open.empty())
    waitsForHandler(S, A, C, operandTerm(A.WaitsFor, Args, S, V), X.Loc);
  if (A.E == Effect::Opaque)
    return opaqueCall(V, A.Name, C, std::move(S), Args, Out);
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
  if (A.Lock.K == Operand::Arg && A.Lock.Offset == 0 &&
      A.Lock.ArgNo < C.ArgClasses.size())
    E.Class = P.intern(M.str(C.ArgClasses[A.Lock.ArgNo]));
  E.Try = A.E == Effect::TryAcquire;
  E.Variant = A.Variant;
  E.Wants = A.Wants;
  E.Masks = A.Masks;
  E.MasksNest = A.Nested;
  E.Strict = P.models().systemOf(A.Family) == "windows";
  E.Ordered = A.Ordered;
  E.IfHeld = A.IfHeld;
  E.Lock = operandTerm(A.Lock, Args, S, V);
  E.Handle = operandTerm(A.Handle, Args, S, V);
  E.Restored = operandTerm(A.Restore, Args, S, V);
  bool IsLock = isLockEffect(A.E);
  if (IsLock) {
    if (E.Lock && A.Lock.K == Operand::Arg)
      E.Lock = notNull(S, E.Lock);
    // (A lock that has no address: what it is passed is an object.)
    if (A.Lock.K == Operand::Token && !Args.empty() && Args[0] &&
        T[Args[0]].Kind == TermKind::Sym &&
        SymKind(T[Args[0]].Op) == SymKind::Result &&
        (A.E == Effect::Acquire || A.E == Effect::TryAcquire))
      notNull(S, Args[0]);
    // The path would not come through here. (What is null on every path may be
    // what the front end made of something.)
    if (E.Lock && A.E != Effect::Init && isNullAddress(E.Lock) &&
        A.Lock.ArgNo < C.Args.size() &&
        F.Values[C.Args[A.Lock.ArgNo]].Op != FlowOp::Const)
      return;
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
  auto EmitFailed = [&](State To) {
    // What is done with a lock tells nobody of the object around it.
    if (A.E == Effect::Use ||
        !(IsLock || A.E == Effect::Init || A.E == Effect::AssertHeld))
      for (TermId Arg : Args)
        becomesKnown(To, Arg);
    if (Result)
      setResult(V, To, Result);
    Out.push_back({std::move(To), false});
  };
  auto Emit = [&](State To) {
    // What a use masks, it unmasks.
    if (A.E != Effect::Use &&
        (A.Masks != Masked::Nothing || A.Unmasks != Masked::Nothing)) {
      // (What a lock masks is told by its own steps.)
      if (A.Masks > Masked::Apc && !IsLock)
        note(To, PathStep::Event, X.Loc, maskText(A));
      TermId Handle = E.Handle;
      if (A.Lock.K == Operand::Handle && A.Lock.ArgNo < Args.size())
        Handle = Args[A.Lock.ArgNo];
      masks(To, A, E.Saved ? E.Saved : Handle,
            E.Restored ? E.Restored : Handle);
    }
    EmitFailed(std::move(To));
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
    case Success::ZeroOrError:
      return assume(
          T, To.Facts,
          T.compare(Yes ? ComparePred::EQ : ComparePred::SLT, Result, Zero),
          true);
    case Success::NonNegative:
      return assume(T, To.Facts, T.compare(ComparePred::SLT, Result, Zero),
                    !Yes);
    case Success::Always:
      return Yes;
    }
    return true;
  };
  // Whoever likes gives it up: what is held of it says nothing.
  if (IsLock && P.models().findLockKind(A.LockKind).AnyOwner) {
    SaveTo(S);
    return Emit(std::move(S));
  }
  switch (A.E) {
  case Effect::Acquire:
    // Nobody asks: it is taken to succeed, and to say so.
    if (A.Fallible && !C.ResultTested && X.Width &&
        (A.Ok == Success::Zero || A.Ok == Success::ZeroOrError))
      Result = T.constant(0, X.Width);
    if (A.Fallible && C.ResultTested) {
      State Failed = S;
      if (Succeeds(Failed, false)) {
        note(Failed, PathStep::Branch, X.Loc,
             "'" + lockName(E.Lock, E.Text).str() + "' could not be acquired");
        EmitFailed(std::move(Failed));
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
      EmitFailed(std::move(Failed));
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
        N.Class = E.Class;
        N.Variant = E.Variant;
        acquires(S, L, E);
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
    if (!release(S, E))
      return EmitFailed(std::move(S));
    return Emit(std::move(S));
  case Effect::Use: {
    LockEvent R = E;
    TermId L = E.Lock;
    bool IsNew = L && !resolve(S, L);
    if (!acquire(S, E))
      return;
    L = E.Lock;
    LockEntry *N = resolve(S, L);
    if (N && N->Now == Hold::Held && N->Site == V)
      release(S, R);
    // Nobody releases it by hand: that it is free now is of no interest.
    if (IsNew)
      llvm::erase_if(S.Locks, [&](const LockEntry &X) {
        return X.Lock == L && X.isBalanced();
      });
    // Who may wait runs other code meanwhile: callbacks of the caller's.
    if (A.Blocking != Blocks::No)
      return opaqueCall(V, A.Name, C, std::move(S), Args, Out);
    // What it masks is unmasked inside, too.
    return EmitFailed(std::move(S));
  }
  case Effect::Convert: {
    State Failed = S;
    if (Succeeds(Failed, false))
      EmitFailed(std::move(Failed));
    if (Succeeds(S, true)) {
      TermId L = E.Lock;
      if (LockEntry *N = resolve(S, L))
        N->Mode = A.Mode;
      Emit(std::move(S));
    }
    return;
  }
  case Effect::Init:
    initialises(S, E);
    return Emit(std::move(S));
  case Effect::AssertHeld: {
    TermId L = E.Lock;
    LockEntry *Known = L ? resolve(S, L) : nullptr;
    if (L && tracks(L) && !Opts.ClosedEntry && T.isEntryPlace(L) &&
        (!Known ||
         (Known->Entry == EntryHold::Held && Known->Now == Hold::Held))) {
      LockDemand D;
      D.Asserted = true;
      D.Mode = E.Mode;
      D.Text = lockName(L, E.Text);
      D.Class = classOf(L, E.Class);
      demand(S, L, D);
    }
    if (L && !Known && tracks(L) && !Opts.ClosedEntry) {
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
    if (A.Masks != Masked::Nothing)
      S.Mask.mask(A.Masks, /*Nested=*/true);
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
      if (A.Masks != Masked::Nothing)
        L.S.Mask.unmask(A.Masks, /*Nested=*/true);
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
    if (!C.ReturnsNonNull && !A.NeverNull && X.Width) {
      setResult(V, Null, T.constant(0, X.Width));
      Out.push_back({std::move(Null), false});
    }
    Result = T.object(V);
    auto It = std::lower_bound(S.Clobbered.begin(), S.Clobbered.end(), Result);
    if (It == S.Clobbered.end() || *It != Result)
      S.Clobbered.insert(It, Result);
    It = llvm::lower_bound(S.Fresh, Result);
    if (It == S.Fresh.end() || *It != Result)
      S.Fresh.insert(It, Result);
    It = llvm::lower_bound(S.Private, Result);
    if (It == S.Private.end() || *It != Result)
      S.Private.insert(It, Result);
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
    // An instruction stores it, or returns it as the first of several values.
    if (!X.Width && (A.OpenBits || A.Saved))
      Result = T.sym(SymKind::Result, V, 0, 0, M.PointerSize * 8);
    // Whoever puts it back puts back what is masked now.
    if (Result) {
      S.setSavedMask(Result, S.Mask);
      if (A.OpenBits)
        OpenBits.try_emplace(Result, A.OpenBits);
    }
    if (A.Saved.K == Operand::Deref && A.Saved.ArgNo < Args.size())
      store(S, T.ptrAdd(Args[A.Saved.ArgNo], A.Saved.Offset), Result, V);
    else if (!X.Width && Result)
      Result = T.tuple({Result});
    return Emit(std::move(S));
  case Effect::Free:
    frees(S, operandTerm(A.Object, Args, S, V), X.Loc, A.Name, V);
    return Emit(std::move(S));
  case Effect::Destroy:
    destroys(S, E);
    return Emit(std::move(S));
  case Effect::None:
  case Effect::Opaque:
    // Locals handed over by address may be written.
    for (TermId Arg : Args)
      if (Arg && T[T.rootOf(Arg)].Kind == TermKind::Object) {
        clobber(S, Arg, -1, V);
        S.show(T.rootOf(Arg));
      }
    if (A.E == Effect::Opaque)
      S.addGiven(Args);
    SaveTo(S);
    return Emit(std::move(S));
  }
}
