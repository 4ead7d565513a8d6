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
#include "llvm/Support/Error.h"
#include <map>

namespace spinguard {

/// Reads one file after another. Reports of one rule at the same places are one
/// finding, whichever runs they are from.
class RuntimeReader {
public:
  /// Reads the lines of \p Text. What is malformed is an error with \p Name and
  /// line; a last line that breaks off is a note in the report.
  llvm::Error read(llvm::StringRef Name, llvm::StringRef Text);

  bool hasInput() const { return !R.Inputs.empty(); }

  /// The report on all that was read.
  Report finish();

private:
  Report R;
  size_t NumReports = 0;
  std::map<std::string, size_t> Seen; ///< Keys, and their findings.
};

} // namespace spinguard

#endif // SPINGUARD_UTILS_RUNTIMEREPORT_H
