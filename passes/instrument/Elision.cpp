//===- Elision.cpp - Which calls can do without a hook --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Elision.h"

using namespace llvm;
using namespace spinguard;

void spinguard::elide(Plan &ThePlan, Module &M, const FlowModule &Flow,
                      const Program &P, const Report &R,
                      const InstrumentOptions &Opts) {}
