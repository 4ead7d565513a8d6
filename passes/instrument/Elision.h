//===- Elision.h - Which calls can do without a hook ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_ELISION_H
#define SPINGUARD_INSTRUMENT_ELISION_H

#include "instrument/Plan.h"

namespace spinguard {

/// Decides for each planned call whether it needs its hooks, and says why.
void elide(Plan &ThePlan, const FlowModule &Flow, const Program &P,
           const Report &R, const InstrumentOptions &Opts);

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_ELISION_H
