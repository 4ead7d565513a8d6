//===- SummaryWorker.cpp - One thread's part of the analysis --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryWorker.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

namespace {

/// A helper that touches no lock is summarised for what it returns and writes
/// if it is no larger than this; a larger one is taken to be opaque.
constexpr size_t MaxHelperBlocks = 40;
/// Specialisations for function pointers go no deeper than this.
constexpr unsigned MaxDepth = 40;
/// Rounds after which a recursive component must have settled. A large one
/// seldom does: each round tells of locks one level deeper. It gets fewer, so
/// that all of it is simulated about this often, but the levels that matter.
constexpr unsigned MaxRounds = 8, MinRounds = 3;
constexpr size_t MaxSimulations = 512;

bool sameSummary(const Summary &A, const Summary &B) {
  if (A.Pool.size() != B.Pool.size() || A.Factors.size() != B.Factors.size() ||
      A.Incidents.size() != B.Incidents.size() ||
      A.Uses.size() != B.Uses.size() || A.GaveUp != B.GaveUp ||
      A.Partial != B.Partial)
    return false;
  for (size_t I = 0; I < A.Pool.size(); ++I)
    if (!(A.Pool[I] == B.Pool[I]))
      return false;
  for (size_t I = 0; I < A.Factors.size(); ++I) {
    if (A.Factors[I].size() != B.Factors[I].size())
      return false;
    for (size_t J = 0; J < A.Factors[I].size(); ++J) {
      const ExitCase &X = A.Factors[I][J], &Y = B.Factors[I][J];
      if (X.Unwinds != Y.Unwinds || X.Return != Y.Return ||
          X.Locks.size() != Y.Locks.size() || !(X.Facts == Y.Facts) ||
          X.Mem != Y.Mem || X.Mask != Y.Mask || !(X.Lives == Y.Lives) ||
          X.Freed != Y.Freed || X.Given != Y.Given || X.Wiped != Y.Wiped ||
          X.Clobbered != Y.Clobbered)
        return false;
      for (size_t K = 0; K < X.Locks.size(); ++K)
        if (X.Locks[K].Lock != Y.Locks[K].Lock ||
            X.Locks[K].Entry != Y.Locks[K].Entry ||
            X.Locks[K].Exit != Y.Locks[K].Exit)
          return false;
    }
  }
  return true;
}

/// That nothing returns: the least fixpoint begins there.
std::unique_ptr<Summary> bottom() {
  auto S = std::make_unique<Summary>();
  S->Factors.emplace_back();
  return S;
}

void add(RunStatistics::RunCounts &To, const RunStatistics::RunCounts &C) {
  To.First += C.First;
  To.Finer += C.Finer;
  To.Coarser += C.Coarser;
  To.ByLock += C.ByLock;
  To.Widened += C.Widened;
  To.Feasible += C.Feasible;
  To.Entry += C.Entry;
  To.Steps += C.Steps;
  To.Confirmed += C.Confirmed;
  To.Refuted += C.Refuted;
  To.Solver.Asked += C.Solver.Asked;
  To.Solver.Possible += C.Solver.Possible;
  To.Solver.Impossible += C.Solver.Impossible;
  To.Solver.Unknown += C.Solver.Unknown;
}

} // namespace

std::shared_ptr<const FunctionInfo> FunctionInfos::of(FunctionId F) {
  {
    std::lock_guard<std::mutex> Guard(Lock);
    if (auto Of = Known[F].lock())
      return Of;
  }
  // (Not made as one with its count, which outlives it.)
  std::shared_ptr<const FunctionInfo> New(
      new FunctionInfo(*P.functions()[F].F));
  std::lock_guard<std::mutex> Guard(Lock);
  if (auto Of = Known[F].lock())
    return Of;
  Known[F] = New;
  return New;
}

void Discoveries::add(Discoveries &&O) {
  for (auto &[F, Sites] : O.Reached)
    Reached[F].merge(Sites);
  Ended.merge(O.Ended);
  for (auto &[F, Of] : O.Regions) {
    auto [It, IsNew] = Regions.try_emplace(F);
    if (IsNew || It->second.first <= Of.first)
      It->second = std::move(Of);
  }
  ::add(Runs, O.Runs);
}

bool SharedAnalysis::isAnalysed(FunctionId F) const {
  const ProgramFunction &PF = P.functions()[F];
  // A function that a model describes is what the model says.
  if (!P.symbols()[PF.Symbol].Apis.empty())
    return false;
  return PF.ReachesLockEvent || PF.ReachesWaitingCall ||
         PF.F->Blocks.size() <= MaxHelperBlocks;
}

//===----------------------------------------------------------------------===//
// Asking
//===----------------------------------------------------------------------===//

/// Of what is to be bound, the parameters that the function calls or hands on.
Binding SummaryWorker::usedOf(FunctionId F, const Binding &Wanted) const {
  Binding B;
  const FlowFunction &FF = *P.functions()[F].F;
  for (size_t I = 0; I < Wanted.size() && I < FF.NumParams; ++I) {
    if (Wanted[I] == NoId)
      continue;
    bool Used = false;
    for (const FlowCall &C : FF.Calls) {
      Used |= C.CalleeValue != NoId;
      for (ValueId A : C.Args)
        Used |=
            FF.Values[A].Op == FlowOp::Param && FF.Values[A].Imm == int64_t(I);
    }
    // A function that is stored is called by a callee that calls a field.
    bool CallsField = any_of(FF.Calls, [&](const FlowCall &C) {
      if (C.Callee == NoId)
        return false;
      const ProgramFunction &PF = P.functions()[F];
      FunctionId Callee = P.symbols()[P.symbol(PF.Module, C.Callee)].Function;
      return Callee != NoId && !P.functions()[Callee].CalledFields.empty();
    });
    Used |= CallsField && any_of(FF.Values, [&](const FlowValue &X) {
              return X.Op == FlowOp::Store &&
                     FF.Values[X.B].Op == FlowOp::Param &&
                     FF.Values[X.B].Imm == int64_t(I);
            });
    if (Used) {
      B.resize(I + 1, NoId);
      B[I] = Wanted[I];
    }
  }
  for (size_t I = FF.NumParams; I < Wanted.size(); ++I)
    if (Wanted[I] != NoId) {
      B.resize(I + 1, NoId);
      B[I] = Wanted[I];
    }
  return B;
}

/// The summary is what this worker would make here.
bool SummaryWorker::suits(const SummaryKey &Key, const Footing &On) const {
  if (isOfComponent(Key) && componentOf(Key) < Visible)
    return true;
  if (!On.isFirm() || On.LastRecursion > Visible)
    return false;
  // (Components that this one does not see are made here, too.)
  return Depth + On.WholeHeight <= MaxDepth ||
         (Depth + On.Height <= MaxDepth && On.LastComponent <= Visible);
}

/// What is simulated rests on this summary.
const Summary *SummaryWorker::note(const SummaryKey &Key, const Known &K) {
  if (Frames.empty())
    return K.S;
  Frame &Top = Frames.back();
  Footing On = K.On;
  // (What calls itself, and nothing else does, is the same everywhere.)
  if (K.Frame == Frames.size() - 1)
    On = Footing();
  if (isOfComponent(Key)) {
    unsigned Place = componentOf(Key) + 1;
    On.Height = 0;
    if (Place <= Visible && !On.isFirm()) {
      On = Footing();
      On.LastRecursion = Place;
    }
    On.LastComponent = std::max(On.LastComponent, Place);
    if (Place == Component + 1)
      Top.Asked.insert(Key.first);
  }
  Top.On.add(On);
  Top.Asked.insert(K.Asked.begin(), K.Asked.end());
  return K.S;
}

const SummaryWorker::Known *SummaryWorker::findShared(const SummaryKey &Key) {
  bool IsVisible = isOfComponent(Key) && componentOf(Key) < Visible;
  if (IsVisible && A.Order) {
    // (Others may be summarised on this thread meanwhile.)
    HeldContext::Questions *Noted = HeldContext::note(nullptr);
    A.Order->await(componentOf(Key), Visible);
    HeldContext::note(Noted);
  }
  bool IsGone = false;
  SummaryTable::Entry *E = A.Table.find(
      Key, [&](const SummaryTable::Entry &E) { return suits(Key, E.On); },
      IsGone);
  if (!E)
    return nullptr;
  Pinned.push_back(E);
  if (IsGone) {
    SummaryWorker Again(A, IsVisible ? componentOf(Key) : Visible);
    A.Table.bringBack(*E, std::move(*Again.settle(Key)));
  }
  Known &K = Summaries[Key];
  K.S = E->S.get();
  K.On = E->On;
  return &K;
}

/// Nothing returns yet: the least fixpoint begins there.
const Summary *SummaryWorker::firstGuess(const SummaryKey &Key, size_t Frame) {
  Known &K = Summaries[Key];
  K.Own = bottom();
  K.S = K.Own.get();
  K.On.IsRecursive = true;
  K.Frame = Frame;
  return note(Key, K);
}

const Summary *SummaryWorker::summaryOf(FunctionId F, const Binding &Wanted) {
  if (!A.isAnalysed(F))
    return nullptr;
  SummaryKey Key(F, usedOf(F, Wanted));
  auto It = Summaries.find(Key);
  if (It != Summaries.end() && (It->second.Own || suits(Key, It->second.On)))
    return note(Key, It->second);
  if (!CutOff.empty())
    if (auto Cut = CutOff.find({Key, Depth}); Cut != CutOff.end())
      return note(Key, Cut->second);
  if (It == Summaries.end())
    if (const Known *K = findShared(Key))
      return note(Key, *K);
  if (Depth >= MaxDepth) {
    if (!Frames.empty())
      Frames.back().On.IsCutOff = true;
    return nullptr;
  }
  for (size_t I = 0; I < Frames.size(); ++I)
    if (Frames[I].Key && *Frames[I].Key == Key)
      return firstGuess(Key, I);
  return make(Key);
}

//===----------------------------------------------------------------------===//
// Making
//===----------------------------------------------------------------------===//

SummaryWorker::Frame SummaryWorker::endFrame(bool IsKept) {
  Frame Ended = std::move(Frames.back());
  Frames.pop_back();
  ++Ended.On.Height;
  ++Ended.On.WholeHeight;
  // What is the same everywhere may be found again, but not what is less.
  if (Ended.HasRegions && (IsKept || !Ended.On.IsCutOff))
    Found.Regions[Ended.Key->first] = {Component, std::move(Ended.Regions)};
  return Ended;
}

/// Simulates a function, more than once if it meets itself.
std::unique_ptr<Summary> SummaryWorker::settle(const SummaryKey &Key) {
  size_t Mine = Frames.size(), Before = OnGuesses.size();
  Frames.emplace_back();
  Frames.back().Key = &Key;
  ++Depth;
  auto Guess = [&]() -> Known * {
    auto It = Summaries.find(Key);
    return It != Summaries.end() && It->second.Frame == Mine ? &It->second
                                                             : nullptr;
  };
  auto S = std::make_unique<Summary>(simulate(Key.first, Key.second));
  // Recursion met the bottom above: repeat until nothing changes.
  for (unsigned Round = 0; Round < MaxRounds; ++Round) {
    Known *K = Guess();
    if (!K || sameSummary(*K->S, *S))
      break;
    // What the last round is not shown to be final of, a Pass rests on. (On one
    // that is told in part there is none: it need not settle.)
    if (!S->Partial.empty() && !K->S->Partial.empty())
      break;
    bool Last = Round + 1 == MaxRounds;
    K->Own = std::move(S);
    K->S = K->Own.get();
    // What was made meanwhile may rest on the guess that was.
    for (; OnGuesses.size() > Before; OnGuesses.pop_back())
      if (auto It = Summaries.find(OnGuesses.back());
          It != Summaries.end() && It->second.IsOnGuess)
        Summaries.erase(It);
    S = std::make_unique<Summary>(simulate(Key.first, Key.second));
    if (Last && !sameSummary(*Guess()->S, *S))
      S->assume(recursionOf(Key.first));
  }
  --Depth;
  if (Guess())
    Summaries.erase(Key);
  return S;
}

const Summary *SummaryWorker::make(const SummaryKey &Key) {
  std::unique_ptr<Summary> S = settle(Key);
  // (Its component does it in another way.)
  if (isOfComponent(Key) && P.isRecursive(Key.first))
    Frames.back().On.IsRecursive = true;
  Frame Ended = endFrame(/*IsKept=*/false);
  auto Keep = [&](Known &K) {
    K.Own = std::move(S);
    K.S = K.Own.get();
    K.On = Ended.On;
    K.Asked = std::move(Ended.Asked);
    add(Found.Runs, Ended.Runs);
    return note(Key, K);
  };
  if (Ended.On.IsRecursive) {
    OnGuesses.push_back(Key);
    Known &K = Summaries[Key] = Known();
    K.IsOnGuess = true;
    return Keep(K);
  }
  if (Ended.On.IsCutOff)
    return Keep(CutOff[{Key, Depth}]);
  bool IsNew = false;
  SummaryTable::Entry *E = A.Table.share(Key, std::move(S), Ended.On, IsNew);
  Pinned.push_back(E);
  if (IsNew)
    add(Found.Runs, Ended.Runs);
  Known &K = Summaries[Key];
  K.S = E->S.get();
  K.On = E->On;
  return note(Key, K);
}

/// What is assumed where a recursion did not settle, or is too large to tell
/// callers all of it.
StringRef SummaryWorker::recursionOf(FunctionId F) const {
  auto NameOf = [&](FunctionId X) {
    return "'" + P.symbols()[P.functions()[X].Symbol].SourceName + "'";
  };
  if (!P.isInLargeRecursion(F))
    return P.intern("deeper recursion of " + NameOf(F) +
                    " does to locks what the first levels do");
  const std::vector<FunctionId> &All = P.summaryOrder()[P.functions()[F].Order];
  return P.intern("the recursion of " +
                  NameOf(*std::min_element(All.begin(), All.end())) + " and " +
                  std::to_string(All.size() - 1) +
                  " other functions does to locks what its first levels and "
                  "paths do");
}

//===----------------------------------------------------------------------===//
// Components
//===----------------------------------------------------------------------===//

void SummaryWorker::summarise() {
  const std::vector<FunctionId> &Scc = P.summaryOrder()[Component];
  if (Scc.size() > 1 || P.isRecursive(Scc[0])) {
    summariseRecursion(Scc);
  } else if (A.isOfComponent(Scc[0])) {
    SummaryKey Key(Scc[0], Binding());
    // (Somebody may have come here by a call that the call graph lacks.)
    if (!findShared(Key)) {
      std::unique_ptr<Summary> S = settle(Key);
      Frame Ended = endFrame(/*IsKept=*/true);
      bool IsNew = false;
      Pinned.push_back(A.Table.share(Key, std::move(S), Ended.On, IsNew));
      if (IsNew)
        add(Found.Runs, Ended.Runs);
    }
  }
  release(/*Keep=*/true);
  // Its entry points call what is known now.
  Visible = Component + 1;
}

/// Mutual recursion: begin with "nothing returns" for all members, then repeat
/// until no summary changes.
void SummaryWorker::summariseRecursion(const std::vector<FunctionId> &Scc) {
  std::vector<SummaryKey> Members;
  for (FunctionId F : Scc)
    if (A.isOfComponent(F)) {
      Members.emplace_back(F, Binding());
      firstGuess(Members.back(), ~size_t(0));
    }
  // Only what asked for a summary that has changed is looked at again.
  std::set<FunctionId> Stale;
  for (const SummaryKey &Key : Members)
    Stale.insert(Key.first);
  std::map<FunctionId, std::set<FunctionId>> Asked;
  std::map<FunctionId, unsigned> InPart; // How often it was made again.
  size_t Rounds =
      std::clamp<size_t>(MaxSimulations / std::max<size_t>(Members.size(), 1),
                         MinRounds, MaxRounds);
  // What is bound rests on the summaries that have changed. (What does not is
  // shared.)
  auto ForgetBound = [&] {
    CutOff.clear();
    for (auto It = Summaries.begin(); It != Summaries.end();)
      It = It->second.Own && !It->first.second.empty() ? Summaries.erase(It)
                                                       : std::next(It);
  };
  for (unsigned Round = 0; !Stale.empty() && Round < Rounds; ++Round) {
    ForgetBound();
    for (const SummaryKey &Key : Members) {
      // (More cases of callees would not make it fit the limits again. What is
      // told in part decides nothing, and need not settle.)
      if (!Stale.erase(Key.first) || !Summaries[Key].S->GaveUp.empty() ||
          (!Summaries[Key].S->Partial.empty() && ++InPart[Key.first] > 1))
        continue;
      Frames.emplace_back();
      Frames.back().Key = &Key;
      auto S = std::make_unique<Summary>(simulate(Key.first, Key.second));
      Frame Ended = endFrame(/*IsKept=*/true);
      add(Found.Runs, Ended.Runs);
      Asked[Key.first].insert(Ended.Asked.begin(), Ended.Asked.end());
      Known &Slot = Summaries[Key];
      if (!sameSummary(*Slot.S, *S))
        for (const SummaryKey &M : Members)
          if (Asked[M.first].count(Key.first))
            Stale.insert(M.first);
      Slot.Own = std::move(S);
      Slot.S = Slot.Own.get();
    }
  }
  if (!Stale.empty()) {
    ForgetBound();
    for (const SummaryKey &Key : Members)
      Summaries[Key].Own->assume(recursionOf(Key.first));
  }
  for (const SummaryKey &Key : Members) {
    bool IsNew = false;
    auto It = Summaries.find(Key);
    Pinned.push_back(
        A.Table.share(Key, std::move(It->second.Own), It->second.On, IsNew));
    Summaries.erase(It);
  }
}

/// \p Keep: what is only this worker's is left for the end.
void SummaryWorker::release(bool Keep) {
  if (Keep) {
    for (auto &[Key, K] : Summaries)
      if (K.Own)
        A.Table.leave(Key, std::move(K.Own), K.On, Component);
    for (auto &[Key, K] : CutOff)
      A.Table.leave(Key.first, std::move(K.Own), K.On, Component);
  }
  Summaries.clear();
  CutOff.clear();
  A.Table.unpin(Pinned);
  Pinned.clear();
  Infos.clear();
}

void SummaryWorker::finish() {
  release(/*Keep=*/true);
  std::lock_guard<std::mutex> Guard(A.Lock);
  A.Found.add(std::exchange(Found, Discoveries()));
}

SummaryWorker::~SummaryWorker() { release(/*Keep=*/false); }
