//===- SummaryCondense.h - A summary with fewer cases -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where a function has too many paths, it is run once more with callees that
// tell less: ways to end that leave locks alike, and return alike, are one.
// Nothing that may happen is lost; what is known of it is.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SUMMARYCONDENSE_H
#define SPINGUARD_ANALYSIS_SUMMARYCONDENSE_H

#include "analysis/Summary.h"

namespace spinguard {

/// \p S with one case for each way to leave locks and each number returned.
/// Unless it \p KeepsNames, only numbers are told of what it writes.
Summary condensed(const Summary &S, bool KeepsNames);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SUMMARYCONDENSE_H
