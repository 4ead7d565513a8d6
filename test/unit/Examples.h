//===- Examples.h - A finding for the tests of reports ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_TEST_UNIT_EXAMPLES_H
#define SPINGUARD_TEST_UNIT_EXAMPLES_H

#include "report/Report.h"

namespace spinguard {

inline SourceLoc at(llvm::StringRef File, unsigned Line, unsigned Column = 0) {
  SourceLoc Loc;
  Loc.File = File.str();
  Loc.Line = Line;
  Loc.Column = Column;
  return Loc;
}

inline PathStep step(PathStep::Kind K, const SourceLoc &Loc,
                     llvm::StringRef Function, llvm::StringRef Text,
                     unsigned Depth = 0) {
  PathStep S;
  S.K = K;
  S.Loc = Loc;
  S.Function = Function.str();
  S.Text = Text.str();
  S.Depth = Depth;
  return S;
}

/// Lock taken in DispatchRead, and again in the StartNext that it calls. The
/// fingerprint is for the test to set.
inline Finding doubleAcquire(llvm::StringRef File = "queue.c") {
  Finding F;
  F.RuleId = "double-acquire";
  F.Message = "'Ext->Lock' is acquired again while it is held";
  F.Advice = "Release it first.";
  F.Loc = at(File, 12, 3);
  F.Function = "StartNext";
  F.Lock = "Ext->Lock";
  F.LockKind = "ke";
  F.EntryPoint = "DispatchRead";
  F.Role = "dispatch";
  F.VerifierRules = {"wdm:SpinLock", "storport:SpinLock"};
  F.BugCheck = "0x40009";
  F.Path = {step(PathStep::Acquire, at(File, 10, 3), "DispatchRead",
                 "'Ext->Lock' is acquired here"),
            step(PathStep::Event, F.Loc, "StartNext",
                 "'Ext->Lock' is acquired again here", 1)};
  return F;
}

} // namespace spinguard

#endif
