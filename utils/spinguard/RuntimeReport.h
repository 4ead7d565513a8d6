//===- RuntimeReport.h - What instrumented programs said --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the JSON lines of the runtime (runtime/core/report.c) into the report
// that `check` makes, so that both are read by the same people and services.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_RUNTIMEREPORT_H
#define SPINGUARD_UTILS_RUNTIMEREPORT_H

#include "report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace spinguard {

/// Reads \p Paths ("-": standard input). Reports of one rule at the same places
/// are one finding, whichever runs they are from. What is malformed is an error
/// with file and line; a last line that breaks off is a note in the report.
llvm::Expected<Report> readRuntimeReports(llvm::ArrayRef<std::string> Paths);

} // namespace spinguard

#endif // SPINGUARD_UTILS_RUNTIMEREPORT_H
