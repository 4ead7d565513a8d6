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
#include "analysis/Paths.h"
#include "rules/RuleFunctions.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace spinguard;

namespace {

std::string quoted(StringRef S) { return ("'" + S + "'").str(); }

ProgramFinding findingOf(const Program &P, const OrderCycle &C,
                         const LockStateResult &R) {
  ProgramFinding Out;
  Out.Rule = RuleKind::LockOrderInversion;
  auto TitleOf = [](const AcquisitionEdge &E) {
    return quoted(E.From.Text) + " is held when " + quoted(E.To.Text) +
           " is acquired";
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
      F.PathTitle = TitleOf(E.E);
    } else {
      F.RelatedPaths.push_back({TitleOf(E.E), std::move(Path)});
    }
    for (size_t I = 0; I < R.Entries.size(); ++I)
      if (is_contained(R.Entries[I].Reach, E.Function))
        Out.Entries.insert(I);
  }
  for (const OrderCycle::Edge &E : C.Edges)
    if (IsDeclared)
      break;
    else if (E.E.From.Instance.empty() || E.E.To.Instance.empty())
      Out.Doubts |= SameField;
  const AcquisitionEdge &First = C.Edges[0].E;
  F.Loc = P.loc(First.Loc);
  F.Function = First.Function.str();
  F.Lock = First.To.Text.str();
  F.LockKind = First.To.Kind.str();
  if (IsDeclared) {
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
    if (C.Alike)
      F.Message += " (and at " + utostr(C.Alike) + " more place" +
                   (C.Alike > 1 ? "s)" : ")");
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

} // namespace

std::vector<ProgramFinding>
spinguard::programFindings(const Program &P, const LockStateResult &R) {
  std::vector<ProgramFinding> Out;
  for (const OrderCycle &C : R.Cycles)
    Out.push_back(findingOf(P, C, R));
  for (const UsageConflict &C : findUsageConflicts(P, R.Entries))
    Out.push_back(findingOf(P, C, R));
  return Out;
}
