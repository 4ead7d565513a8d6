//===- ConstantArguments.h - What constants decide in a callee --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A callee does only a part of what it can where its caller passes a constant:
// a command, a mode, an event. Values are computed from parameters that are
// known to be constant; what a function keeps in memory is not followed.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_CONSTANTARGUMENTS_H
#define SPINGUARD_ANALYSIS_CONSTANTARGUMENTS_H

#include "ir/Flow.h"
#include <map>
#include <optional>

namespace spinguard {

/// Parameters that are constant, by their number; bits above a parameter's
/// width are 0.
using ConstantArguments = std::map<unsigned, uint64_t>;

/// The value of \p V where \p Known are passed; nothing if it depends on more
/// than that.
std::optional<uint64_t> constantValue(const FlowFunction &F, ValueId V,
                                      const ConstantArguments &Known);

/// Adds the parameters that \p V is computed from to \p Params (a bit each, of
/// the first 64), if it is computed from parameters and constants alone.
void addParamsOf(const FlowFunction &F, ValueId V, uint64_t &Params);

/// The parameters that alone, with constants, decide a branch of \p F.
uint64_t paramsOfBranches(const FlowFunction &F);

/// The only successor of \p B where \p Known are passed; NoId if there may be
/// others.
BlockId onlySuccessor(const FlowFunction &F, BlockId B,
                      const ConstantArguments &Known);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_CONSTANTARGUMENTS_H
