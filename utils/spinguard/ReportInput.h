//===- ReportInput.h - Reports that are read back ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `report` and `diff` are given: SARIF logs of the check, and JSON lines
// of instrumented programs.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_REPORTINPUT_H
#define SPINGUARD_UTILS_REPORTINPUT_H

#include "report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace spinguard {

struct ReadReport {
  Report R;
  bool HasLog = false; ///< Some of it is from a SARIF log.
};

/// Reads \p Paths ("-": standard input) as one report. The error is a sentence
/// that names the file.
llvm::Expected<ReadReport> readReports(llvm::ArrayRef<std::string> Paths);

} // namespace spinguard

#endif // SPINGUARD_UTILS_REPORTINPUT_H
