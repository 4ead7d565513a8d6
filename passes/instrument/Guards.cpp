//===- Guards.cpp - Hooks at the entry and the exits of roles -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A routine that the system calls begins with role_enter and ends with
// role_exit wherever it is left: at each return (before a tail call that must
// stay one), and where an exception passes through it.
//
//===----------------------------------------------------------------------===//

#include "instrument/Weave.h"
#include "llvm/ADT/Statistic.h"
#include "llvm/IR/EHPersonalities.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/EscapeEnumerator.h"

#define DEBUG_TYPE "spinguard-instrument"

using namespace llvm;
using namespace spinguard;

STATISTIC(NumRoles, "Number of roles with guards");

/// Whether an exception can pass through the routine. A funclet cannot be
/// given a cleanup of this sort.
static bool isUnwoundThrough(const Function &F) {
  if (F.doesNotThrow())
    return false;
  if (F.hasPersonalityFn())
    return !isScopedEHPersonality(classifyEHPersonality(F.getPersonalityFn()));
  // Nothing in it cares, but something further up may catch.
  for (const Function &Other : *F.getParent())
    if (Other.hasPersonalityFn())
      return !isScopedEHPersonality(
          classifyEHPersonality(Other.getPersonalityFn()));
  return false;
}

void spinguard::weaveRole(Loom &L, const PlannedRole &Role) {
  Function &F = *Role.F;
  Constant *Record = L.R.role(Role);
  Instruction &First = *F.getEntryBlock().getFirstNonPHIOrDbgOrAlloca();
  IRBuilder<> B(&First);
  B.SetCurrentDebugLocation(placeOf(First));
  Value *Cookie = L.H.call(B, Hook::role_enter, {Record});
  EscapeEnumerator Exits(F, "spinguard.cleanup", isUnwoundThrough(F));
  while (IRBuilder<> *Exit = Exits.Next()) {
    Exit->SetCurrentDebugLocation(placeOf(*Exit->GetInsertPoint()));
    L.H.call(*Exit, Hook::role_exit, {Record, Cookie});
  }
  ++NumRoles;
}
