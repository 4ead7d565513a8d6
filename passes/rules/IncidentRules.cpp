//===- IncidentRules.cpp - The rules about one path -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each rule is a function from an incident of the analysis to the words of a
// finding, or to nothing. No rule looks at IR.
//
//===----------------------------------------------------------------------===//

#include "rules/RuleFunctions.h"

using namespace llvm;
using namespace spinguard;

namespace {

Words doubleAcquire(const Incident &I) {
  if (I.Kind != IncidentKind::AcquireHeld)
    return {};
  return {"'" + I.LockText.str() + "' is acquired again while it is held",
          adviceOf("double-acquire").str()};
}

Words releaseUnheld(const Incident &I) {
  if (I.Kind != IncidentKind::ReleaseUnheld)
    return {};
  return {"'" + I.LockText.str() + "' is released although it is not held",
          adviceOf("release-unheld").str()};
}

Words heldAtExit(const Incident &I) {
  if (I.Kind != IncidentKind::HeldAtExit)
    return {};
  return {"'" + I.Function.str() + "' returns with '" + I.LockText.str() +
              "' held",
          adviceOf("held-at-exit").str()};
}

Words inconsistentExit(const Incident &I) {
  if (I.Kind != IncidentKind::InconsistentExit)
    return {};
  return {"'" + I.Function.str() + "' returns with '" + I.LockText.str() +
              "' held on this path but not on others, and its caller cannot "
              "tell which",
          adviceOf("inconsistent-exit").str()};
}

Words wrongIrqlRestored(const Incident &I) {
  if (I.Kind != IncidentKind::WrongRestore)
    return {};
  return {"the release of '" + I.LockText.str() + "' restores " + I.Detail,
          adviceOf("wrong-irql-restored").str()};
}

Words blockingWhileHeld(const Incident &I) {
  if (I.Kind != IncidentKind::Waits)
    return {};
  std::string Why = "'" + I.LockText.str() + "' is held";
  if (I.Highest == Masked::Isr)
    Why = "interrupts are masked";
  else if (I.Highest == Masked::Dpc)
    Why = "DPCs and softirqs are masked";
  else if (I.Highest == Masked::Preempt)
    Why = "preemption is off";
  if (I.IrqsOn && I.Highest == Masked::Nothing)
    Why += " with interrupts masked";
  return {
      "'" + I.Detail +
          (I.IrqsOn ? "' wants interrupts enabled, and " : "' may wait, and ") +
          Why,
      adviceOf("blocking-while-held").str()};
}

Words completionWhileHeld(const Incident &I) {
  if (I.Kind != IncidentKind::Completes)
    return {};
  return {"'" + I.Detail + "' completes or forwards a request, and '" +
              I.LockText.str() + "' is held",
          adviceOf("completion-while-held").str()};
}

Words wrongVariant(const Incident &I) {
  if (I.Kind != IncidentKind::Variant)
    return {};
  return {"'" + I.LockText.str() + "' " + I.Detail,
          adviceOf("wrong-variant").str()};
}

Words lockLifetime(const Incident &I) {
  if (I.Kind != IncidentKind::Lifetime && I.Kind != IncidentKind::OutOfScope)
    return {};
  return {"'" + I.LockText.str() + "' " + I.Detail,
          adviceOf("lock-lifetime").str()};
}

using RuleFunction = Words (*)(const Incident &);

/// In the order of Rules.def.
RuleFunction functionOf(RuleKind K) {
  switch (K) {
  case RuleKind::DoubleAcquire:
    return doubleAcquire;
  case RuleKind::ReleaseUnheld:
    return releaseUnheld;
  case RuleKind::HeldAtExit:
    return heldAtExit;
  case RuleKind::InconsistentExit:
    return inconsistentExit;
  case RuleKind::WrongIrqlRestored:
    return wrongIrqlRestored;
  case RuleKind::BlockingWhileHeld:
    return blockingWhileHeld;
  case RuleKind::CompletionWhileHeld:
    return completionWhileHeld;
  case RuleKind::WrongVariant:
    return wrongVariant;
  case RuleKind::LockLifetime:
    return lockLifetime;
  case RuleKind::NotPromptlyReleased:
  case RuleKind::IrqUnsafe:
  case RuleKind::LockOrderInversion:
    break; // Not about incidents.
  }
  return nullptr;
}

} // namespace

Words spinguard::wordsOf(RuleKind K, const Incident &I) {
  RuleFunction F = functionOf(K);
  return F ? F(I) : Words();
}

/// Keeps the part of a path that tells the story of one lock: the entry, what
/// happens from the first event of that lock on, and the end.
std::vector<PathStep> spinguard::relevantPath(const Incident &I,
                                              ArrayRef<PathStep> P) {
  std::vector<PathStep> Out;
  auto Names = [&](const PathStep &S) {
    return (S.K == PathStep::Acquire || S.K == PathStep::Release ||
            S.K == PathStep::Entry || S.K == PathStep::Event) &&
           S.Text.find("'" + I.LockText.str() + "'") != std::string::npos;
  };
  size_t First = P.size();
  for (size_t K = 0; K + 1 < P.size(); ++K)
    if (Names(P[K])) {
      First = K;
      break;
    }
  // Without an earlier event, how the path came here is the story.
  bool FromStart = First == P.size();
  for (size_t K = 0; K < P.size(); ++K) {
    const PathStep &S = P[K];
    if (S.Text.empty())
      continue;
    bool Keep = K == 0 || K + 1 == P.size() || FromStart || K >= First ||
                S.K == PathStep::Entry;
    // Calls that lead to the first event.
    if (!Keep && S.K == PathStep::Call) {
      for (size_t J = K + 1; J < P.size() && P[J].Depth > S.Depth; ++J)
        Keep |= J >= First;
    }
    // What is supposed on the way there.
    if (!Keep && S.Doubts)
      Keep = all_of(P.slice(K + 1, First - K), [&](const PathStep &Later) {
        return Later.Depth >= S.Depth;
      });
    if (Keep && !(Out.size() && Out.back().Loc == S.Loc &&
                  Out.back().Text == S.Text && Out.back().K == S.K))
      Out.push_back(S);
  }
  return Out;
}
