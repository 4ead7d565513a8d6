//===- FunctionInfo.h - Order, loops and liveness of a function -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the simulation needs to know of a function's control flow, computed
// once: reverse post-order, natural loops, and which values live into a block.
// Iterative throughout; a function may have a hundred thousand blocks.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_FUNCTIONINFO_H
#define SPINGUARD_ANALYSIS_FUNCTIONINFO_H

#include "ir/Flow.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>
#include <vector>

namespace spinguard {

struct FunctionInfo {
  explicit FunctionInfo(const FlowFunction &F);

  const FlowFunction &F;
  std::vector<BlockId> Rpo;               ///< Reachable blocks only.
  std::vector<uint32_t> RpoIndex;         ///< NoId for unreachable blocks.
  std::vector<bool> IsHeader;             ///< Target of a back edge.
  std::vector<bool> IsReturnBlock;        ///< Does nothing but return.
  std::vector<std::vector<BlockId>> Loop; ///< Of a header: its blocks, sorted.
  std::vector<BlockId> LoopOf; ///< Header of the innermost loop, or NoId.
  /// Values a block's environment holds on entry: its phis, then what else is
  /// live in.
  std::vector<std::vector<ValueId>> LiveIn;
  /// Of LiveIn, the places of values that a switch decides by, here or later:
  /// clang's cleanups say by a number where they go on.
  std::vector<std::vector<uint32_t>> Selectors;
  std::vector<bool> IsUsed;     ///< Some value or terminator refers to it.
  std::vector<bool> IsEnv;      ///< Evaluated at its place, not on demand.
  std::vector<BlockId> BlockOf; ///< Of an environment value.
  /// Not empty: the function is too large to be analysed, and why.
  std::string TooLarge;

  bool inLoop(BlockId Header, BlockId B) const;
  /// Calls \p Fn for the environment values that \p V is computed from.
  void forEachEnvUse(ValueId V, llvm::function_ref<void(ValueId)> Fn) const;

private:
  void order();
  void loops();
  void liveness();
  void selectors();
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_FUNCTIONINFO_H
