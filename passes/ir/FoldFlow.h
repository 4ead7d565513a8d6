//===- FoldFlow.h - One of many copies of a function ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_FOLDFLOW_H
#define SPINGUARD_IR_FOLDFLOW_H

#include "ir/Flow.h"
#include "llvm/ADT/ArrayRef.h"

namespace spinguard {

/// Finds the static functions of a header that several modules of a program
/// have, and leaves the body of the first: the others get FlowSymbol::SameAs.
/// Copies are from one place of the source and do the same; what they call, and
/// the variables that they use, is the same as well. Before this, no module may
/// have been folded.
void foldCopies(llvm::ArrayRef<FlowModule *> Modules);

} // namespace spinguard

#endif // SPINGUARD_IR_FOLDFLOW_H
