//===- Baseline.h - Findings that were known before -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A project that takes up the checker has findings already. A baseline is the
// list of those; a later run tells what is new, known and fixed by their
// fingerprints. It is a file to be kept with the sources: sorted, one finding a
// line, without line numbers, so that it changes where findings do.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_BASELINE_H
#define SPINGUARD_REPORT_BASELINE_H

#include "report/Report.h"
#include "llvm/Support/Error.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace spinguard {

/// Writes the findings of \p R that count, with files relative to \p Root.
void writeBaseline(llvm::raw_ostream &OS, const Report &R,
                   llvm::StringRef Root = "");

/// The findings of a file that writeBaseline() wrote, or of a SARIF log. The
/// error is a sentence.
llvm::Expected<std::vector<Finding>> readBaseline(llvm::StringRef Path);

/// Sets the state of each finding of \p R, and R.Fixed. Findings of one
/// fingerprint are counted: as many as \p Known has are known. What was known
/// and is suppressed now is not fixed, and what a rule reported that \p R did
/// not apply is left out. Files are compared relative to \p Root.
void compareWithBaseline(Report &R, std::vector<Finding> Known,
                         llvm::StringRef Root = "");

/// Leaves in \p R, which was compared, what is new and what was fixed, and
/// nothing that is not about findings.
void keepDifferences(Report &R);

} // namespace spinguard

#endif // SPINGUARD_REPORT_BASELINE_H
