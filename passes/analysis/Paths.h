//===- Paths.h - The path of an incident, as a list of steps ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Summaries share the paths of what happens below them; a report tells each
// from the start.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_PATHS_H
#define SPINGUARD_ANALYSIS_PATHS_H

#include "analysis/Program.h"
#include "analysis/State.h"

namespace spinguard {

/// The path of an evaluated entry point \p F in the role \p R (null: called by
/// who knows whom), from the call of it on.
std::vector<PathStep> pathFromEntry(const Program &P, FunctionId F,
                                    const Role *R, const PathRef &Path);

/// A path in the summary of \p F, from the start of the function on.
std::vector<PathStep> pathInFunction(const Program &P, FunctionId F,
                                     const PathRef &Path);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_PATHS_H
