//===- BlockTimes.h - Costs of blocks and bounds of loops -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_BLOCKTIMES_H
#define SPINGUARD_IR_BLOCKTIMES_H

#include "llvm/ADT/DenseMap.h"

namespace llvm {
class BasicBlock;
class Function;
} // namespace llvm

namespace spinguard {

struct BlockTime {
  uint32_t Cost = 0;  ///< Cycles of its instructions but calls, by estimate.
  uint32_t Trips = 0; ///< Of a loop header: bound of its rounds; 0: unknown.
  bool TripsOfType = false; ///< The bound is the range of a type, not stated.
};

/// What a run of each block takes: the latencies of LLVM's generic cost model,
/// and the trip counts of scalar evolution.
llvm::DenseMap<const llvm::BasicBlock *, BlockTime>
blockTimes(llvm::Function &F);

} // namespace spinguard

#endif // SPINGUARD_IR_BLOCKTIMES_H
