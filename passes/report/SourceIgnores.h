//===- SourceIgnores.h - "spinguard: ignore(rule) reason" -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the comments of a source file that suppress findings:
//
//   spin_lock(&Lock); // spinguard: ignore(double-acquire) the boot processor
//
// stands on the line that it is about, or has lines to itself above it. The
// language may be C, C++ or Rust.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_SOURCEIGNORES_H
#define SPINGUARD_REPORT_SOURCEIGNORES_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace spinguard {

/// A comment that begins with "spinguard: ignore".
struct IgnoreComment {
  unsigned Line = 0;            ///< Where it stands.
  unsigned First = 0, Last = 0; ///< Lines it is about; none if Last < First.
  std::string Text;             ///< From "ignore" on.
};

/// The comments of \p Source, in the order of lines.
std::vector<IgnoreComment> findIgnoreComments(llvm::StringRef Source);

/// The parts of "ignore(rule, rule) reason".
struct IgnoreClause {
  std::vector<std::string> Rules;
  std::string Reason;
  /// What is wrong with it, as the end of a sentence that begins with "it";
  /// empty if nothing is.
  std::string Problem;
};

IgnoreClause parseIgnoreClause(llvm::StringRef Text);

} // namespace spinguard

#endif // SPINGUARD_REPORT_SOURCEIGNORES_H
