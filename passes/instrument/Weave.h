//===- Weave.h - Hooks around calls and roles -------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_WEAVE_H
#define SPINGUARD_INSTRUMENT_WEAVE_H

#include "instrument/Records.h"

namespace spinguard {

/// What the weaving of one plan shares.
struct Loom {
  llvm::Module &M;
  const InstrumentOptions &Opts;
  Records &R;
  Hooks &H;
  /// Leaf acquires that were woven, and whether each one was skipped.
  llvm::DenseMap<llvm::CallBase *, llvm::Value *> LeafSkipped;
};

/// Puts hooks around a call. The call itself stays, in a block that is left
/// out when a hook says so.
void weaveCall(Loom &L, PlannedCall &Call);

/// A hook before a memcpy.
void weaveCopy(Loom &L, const PlannedCopy &Copy);

/// role_enter at the function's entry, role_exit wherever it is left.
void weaveRole(Loom &L, const PlannedRole &Role);

/// Where what is inserted at \p I is said to be.
llvm::DebugLoc placeOf(const llvm::Instruction &I);

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_WEAVE_H
