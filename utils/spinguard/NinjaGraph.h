//===- NinjaGraph.h - The check of a build as a Ninja graph -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_NINJAGRAPH_H
#define SPINGUARD_UTILS_NINJAGRAPH_H

#include "BuildPlan.h"
#include "CommandLine.h"

namespace spinguard {

/// The graph: bitcode and unit file of each unit below "units", and a report.
/// Its file names are relative to where Ninja runs. The error is a sentence.
llvm::Expected<std::string> ninjaGraph(const BuildPlan &Plan,
                                       const CommandLine &Line);

} // namespace spinguard

#endif // SPINGUARD_UTILS_NINJAGRAPH_H
