//===- SarifReader.h - A report from a SARIF log ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads back what the SARIF sink wrote, so that a log can be printed in any
// format, compared with another, and serve as a baseline.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_SARIFREADER_H
#define SPINGUARD_REPORT_SARIFREADER_H

#include "report/Report.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

namespace spinguard {

/// Whether \p Log has the members that make a SARIF log.
bool isSarif(const llvm::json::Value &Log);

/// The report that is in \p Log, all its runs together. Files are relative to
/// the source root. What is malformed, or of another tool, is an error that
/// begins with \p Name.
llvm::Expected<Report> readSarif(const llvm::json::Value &Log,
                                 llvm::StringRef Name);

/// Adds what \p More says to \p R, and sorts.
void mergeReports(Report &R, Report More);

} // namespace spinguard

#endif // SPINGUARD_REPORT_SARIFREADER_H
