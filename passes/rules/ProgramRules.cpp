//===- ProgramRules.cpp - The rules about the whole program ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Findings that take more than one path to tell: cycles of the acquisition
// graph, and uses of one class of locks that clash.
//
//===----------------------------------------------------------------------===//

#include "analysis/LockUsage.h"
#include "analysis/NeverInitialised.h"
#include "analysis/Paths.h"
#include "rules/RuleFunctions.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace llvm;
using namespace spinguard;

namespace {

std::string quoted(StringRef S) { return ("'" + S + "'").str(); }

ProgramFinding findingOf(const Program &P, const OrderCycle &C,
                         const LockStateResult &R) {
  ProgramFinding Out;
  Out.Rule = RuleKind::LockOrderInversion;
  // A handler that is waited for runs in the edge that follows.
  auto HandlerOf = [&](size_t Wait) {
    return quoted(C.Edges[(Wait + 1) % C.Edges.size()].E.From.Handler);
  };
  auto TitleOf = [&](size_t I) {
    const AcquisitionEdge &E = C.Edges[I].E;
    std::string What = E.To.isHandler()
                           ? quoted(E.To.Handler) + " waits for " + HandlerOf(I)
                           : quoted(E.To.Text) + " is acquired";
    return quoted(E.From.Text) +
           (E.From.isHandler() ? " runs when " : " is held when ") + What;
  };
  Finding &F = Out.F;
  bool IsDeclared = false;
  for (const OrderCycle::Edge &E : C.Edges) {
    IsDeclared |= E.Declared;
    if (E.Declared)
      continue;
    std::vector<PathStep> Path = pathInFunction(P, E.Function, E.E.Path);
    if (&E == &C.Edges[0]) {
      F.Path = std::move(Path);
      F.PathTitle = TitleOf(0);
    } else {
      F.RelatedPaths.push_back({TitleOf(&E - C.Edges.data()), std::move(Path)});
    }
    for (size_t I = 0; I < R.Entries.size(); ++I)
      if (is_contained(R.Entries[I].Reach, E.Function))
        Out.Entries.insert(I);
  }
  bool Waits = any_of(
      C.Edges, [](const OrderCycle::Edge &E) { return E.E.To.isHandler(); });
  auto IsOfOne = [&](const OrderCycle::Edge &E) {
    return (Waits && E.E.OfOneObject) ||
           !(E.E.From.Instance.empty() || E.E.To.Instance.empty());
  };
  if (!IsDeclared && !all_of(C.Edges, IsOfOne))
    Out.Doubts |= SameField;
  const AcquisitionEdge &First = C.Edges[0].E;
  F.Loc = P.loc(First.Loc);
  F.Function = First.Function.str();
  F.Lock = First.To.Text.str();
  F.LockKind = First.To.Kind.str();
  if (First.To.isHandler()) {
    const AcquisitionEdge &Run = C.Edges[1 % C.Edges.size()].E;
    F.Lock = First.From.Text.str();
    F.LockKind = First.From.Kind.str();
    F.Message =
        quoted(First.To.Handler) + " waits for " + HandlerOf(0) +
        (Run.To.isHandler() ? ", which waits in " + quoted(Run.To.Handler)
                            : ", which acquires " + quoted(Run.To.Text)) +
        ", while " + quoted(F.Lock) +
        (First.From.isHandler() ? " runs" : " is held");
    if (C.Edges.size() > 2)
      F.Message += "; that closes a cycle of " + utostr(C.Edges.size()) +
                   " that wait for each other";
  } else if (IsDeclared) {
    F.Message = quoted(First.To.Text) + " is acquired while " +
                quoted(First.From.Text) +
                " is held, against the order that the system demands";
  } else if (C.Edges.size() == 2) {
    F.Message = quoted(First.To.Text) + " is acquired while " +
                quoted(First.From.Text) +
                " is held, and elsewhere the other way round";
  } else {
    F.Message = quoted(First.To.Text) + " is acquired while " +
                quoted(First.From.Text) + " is held, which closes a cycle of " +
                utostr(C.Edges.size()) + " locks";
  }
  return Out;
}

StringRef handlerOf(RoleLevel L) {
  switch (L) {
  case RoleLevel::Isr:
    return "an interrupt handler";
  case RoleLevel::Dpc:
    return "a DPC, timer or softirq";
  case RoleLevel::Signal:
    return "a signal handler";
  default:
    return "a handler";
  }
}

ProgramFinding findingOf(const Program &P, const UsageConflict &C,
                         const LockStateResult &R) {
  ProgramFinding Out;
  Finding &F = Out.F;
  auto PathOf = [&](const UsageConflict::Place &At) {
    const EntryResult &E = R.Entries[At.Entry];
    Out.Entries.insert(At.Entry);
    return pathFromEntry(P, E.Function, E.AsRole, At.Use->Path);
  };
  F.Path = PathOf(C.Use);
  const LockUse &U = *C.Use.Use;
  F.Loc = P.loc(U.Loc);
  F.Function = U.Function.str();
  F.Lock = U.What.Text.str();
  F.LockKind = U.What.Kind.str();
  const EntryResult &E = R.Entries[C.Use.Entry];
  if (E.AsRole) {
    F.EntryPoint = P.symbols()[P.functions()[E.Function].Symbol].SourceName;
    F.Role = E.AsRole->Name;
  }
  std::vector<PathStep> Other = PathOf(C.Other);
  if (C.Use.Use->What.Instance.empty() || C.Other.Use->What.Instance.empty())
    Out.Doubts |= SameField;
  // Who calls it may have masked the handler.
  if (C.K == UsageConflict::Interrupts && !E.AsRole)
    Out.Doubts |= UnknownMask;
  if (C.K == UsageConflict::Interrupts) {
    Out.Rule = RuleKind::IrqUnsafe;
    std::string Handler = handlerOf(C.Level).str();
    F.Message = quoted(F.Lock) + " is acquired where " + Handler +
                " that takes it can interrupt its holder";
    for (const auto &[Loc, Function] : C.Alike)
      F.AlsoAt.push_back({Loc, Function.str()});
    F.PathTitle = quoted(F.Lock) + " is acquired without masking the handler";
    F.RelatedPaths.push_back(
        {quoted(C.Other.Use->What.Text) + " is acquired in " + Handler,
         std::move(Other)});
  } else {
    Out.Rule = RuleKind::WrongVariant;
    F.Message = quoted(F.Lock) + " is acquired as a lock of kind " +
                quoted(U.What.Kind) + ", and elsewhere as one of kind " +
                quoted(C.Other.Use->What.Kind);
    F.PathTitle = quoted(F.Lock) + " is a lock of kind " + quoted(U.What.Kind);
    F.RelatedPaths.push_back({quoted(C.Other.Use->What.Text) +
                                  " is a lock of kind " +
                                  quoted(C.Other.Use->What.Kind),
                              std::move(Other)});
  }
  return Out;
}

/// What an estimate without delays may be off by, one way: docs/evaluation.md.
constexpr uint64_t EstimateError = 4;

/// Nothing if the section ends in time.
std::optional<ProgramFinding> findingOf(const Program &P, const HeldSection &S,
                                        const LockStateResult &R,
                                        unsigned HoldUs) {
  uint64_t Limit = uint64_t(HoldUs) * 1000000;
  const HoldCost &C = S.Cost;
  auto HasBound = [](const Expense &E) { return E.Open == OpenTime::Range; };
  bool Bounded = llvm::all_of(C.Open, HasBound);
  if (!Limit || (C.Ps < Limit && Bounded && S.MostPs < Limit))
    return std::nullopt;
  ProgramFinding Out;
  Out.Rule = RuleKind::NotPromptlyReleased;
  Finding &F = Out.F;
  const ProgramFunction &PF = P.functions()[S.Function];
  const std::string &Name = P.symbols()[PF.Symbol].SourceName;
  F.Loc = P.loc(S.Region.Acquired);
  F.Function = P.locFunction(*S.Region.Acquired.M, S.Region.Acquired.Loc, Name);
  F.Lock = S.Region.LockText.str();
  F.LockKind = S.Region.LockKind.str();
  auto Step = [&](PathStep::Kind K, const ModuleLoc &At, StringRef Function,
                  std::string Text) {
    PathStep X;
    X.K = K;
    X.Loc = P.loc(At);
    X.Function = Function.str();
    X.Text = std::move(Text);
    F.Path.push_back(std::move(X));
  };
  Step(PathStep::Acquire, S.Region.Acquired, F.Function,
       quoted(F.Lock) + " is acquired here");
  auto Share = [&](const Expense &E) {
    uint64_t Percent = C.Ps ? E.Ps / std::max<uint64_t>(1, C.Ps / 100) : 0;
    return timeText(E.Ps) + ", " + utostr(std::min<uint64_t>(Percent, 100)) +
           " % of the time";
  };
  if (C.Ps >= Limit) {
    // (Delays in a loop are the most that it can wait.)
    bool Most = C.AnyDelayPs >= Limit && C.DelayPs < Limit;
    F.Message = quoted(F.Lock) + " is held for " +
                (Most ? "up to " : "about ") + timeText(C.Ps) +
                " on the costliest path; the limit is " + timeText(Limit);
    for (const Expense &E : C.Parts)
      if (F.Path.size() == 1 || E.Ps >= C.Ps / 100)
        Step(PathStep::Event, E.At, E.Function, E.What + ": " + Share(E));
    if (C.DelayPs < Limit)
      Out.Doubts |= Estimated;
    if (C.AnyDelayPs < Limit && C.Ps / EstimateError < Limit)
      Out.Doubts |= NearLimit;
  } else {
    F.Message =
        quoted(F.Lock) +
        (Bounded ? " is held for up to " + timeText(S.MostPs) +
                       ", should its loops run as often as the types of their "
                       "counters allow; the limit is " +
                       timeText(Limit)
                 : " is held for a time that has no bound");
    for (const Expense &E : C.Open)
      if (Bounded || !HasBound(E))
        Step(PathStep::Event, E.At, E.Function, E.What);
    Out.Doubts |= UnknownTime;
  }
  for (size_t I = 0; I < R.Entries.size(); ++I)
    if (is_contained(R.Entries[I].Reach, S.Function))
      Out.Entries.insert(I);
  return Out;
}

ProgramFinding findingOf(const Program &P, const UninitialisedLock &L,
                         const LockStateResult &R) {
  ProgramFinding Out;
  Out.Rule = RuleKind::LockLifetime;
  const ProgramFunction &PF = P.functions()[L.Function];
  Finding &F = Out.F;
  F.Loc = P.loc(*PF.M, L.Loc);
  F.Function = P.locFunction(*PF.M, L.Loc, P.symbols()[PF.Symbol].SourceName);
  F.Lock = L.Text;
  F.LockKind = L.Kind.str();
  F.Message = quoted(F.Lock) +
              " is acquired, and the program never initialises it, as it does "
              "another lock of that struct";
  F.Path = pathInFunction(P, L.Function, nullptr);
  PathStep Here;
  Here.Loc = F.Loc;
  Here.Function = F.Function;
  Here.Text = quoted(F.Lock) + " is acquired here";
  F.Path.push_back(std::move(Here));
  for (size_t I = 0; I < R.Entries.size(); ++I)
    if (any_of(L.Users, [&](FunctionId U) {
          return is_contained(R.Entries[I].Reach, U);
        }))
      Out.Entries.insert(I);
  return Out;
}

} // namespace

std::vector<ProgramFinding>
spinguard::programFindings(const Program &P, const LockStateResult &R,
                           std::optional<unsigned> HoldUs) {
  std::vector<ProgramFinding> Out;
  for (const OrderCycle &C : R.Cycles)
    Out.push_back(findingOf(P, C, R));
  for (const UsageConflict &C : findUsageConflicts(P, R.Entries))
    Out.push_back(findingOf(P, C, R));
  // Sections that one delay or loop makes long are one finding.
  std::map<std::pair<SourceLoc, std::string>, size_t> ByCause;
  for (const HeldSection &S : R.Sections) {
    std::optional<ProgramFinding> F = findingOf(
        P, S, R,
        HoldUs.value_or(P.models().findLockKind(S.Region.LockKind).HoldUs));
    if (!F)
      continue;
    if (F->F.Path.size() > 1) {
      const PathStep &Cause = F->F.Path[1];
      auto [It, New] =
          ByCause.try_emplace({Cause.Loc, Cause.Function}, Out.size());
      if (!New) {
        Out[It->second].Entries.insert(F->Entries.begin(), F->Entries.end());
        Out[It->second].F.AlsoAt.push_back({F->F.Loc, F->F.Function});
        continue;
      }
    }
    Out.push_back(std::move(*F));
  }
  for (ProgramFinding &F : Out)
    if (size_t N = F.F.AlsoAt.size())
      F.F.Message +=
          " (and at " + utostr(N) + " more place" + (N > 1 ? "s)" : ")");
  for (const UninitialisedLock &L : findNeverInitialised(P, R.Sites))
    Out.push_back(findingOf(P, L, R));
  return Out;
}
