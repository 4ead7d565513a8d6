//===- ReportFile.h - Reports as bytes --------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For a cache: what the rules said of a program, all of it, as it was before
// suppressions and baseline had their say. (SARIF is for people and services,
// and says less.)
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_REPORTFILE_H
#define SPINGUARD_REPORT_REPORTFILE_H

#include "report/Report.h"

namespace spinguard {

std::string writeReportBytes(const Report &R);

/// Reads what this build's writeReportBytes() made. \returns false if it is
/// something else.
bool readReportBytes(llvm::StringRef Bytes, Report &R);

} // namespace spinguard

#endif // SPINGUARD_REPORT_REPORTFILE_H
