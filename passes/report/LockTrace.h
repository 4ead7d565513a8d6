//===- LockTrace.h - Which locks a path holds -------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a reader of a path keeps in mind: the locks that are held after each
// step, and in which order the paths of one finding take them. Derived from the
// steps alone, so that it is the same for the analysis, for the runtime and for
// a report that was read back.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_LOCKTRACE_H
#define SPINGUARD_REPORT_LOCKTRACE_H

#include "report/Report.h"

namespace spinguard {

/// Fills PathStep::Lock where it is missing, PathStep::Held, and Finding::Order
/// of an order inversion where it is empty.
void traceLocks(Finding &F);

/// The same for every finding of \p R.
void traceLocks(Report &R);

} // namespace spinguard

#endif // SPINGUARD_REPORT_LOCKTRACE_H
