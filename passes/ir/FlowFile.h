//===- FlowFile.h - Flow modules as bytes -----------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_FLOWFILE_H
#define SPINGUARD_IR_FLOWFILE_H

#include "ir/Flow.h"

namespace spinguard {

class ByteReader;
class ByteWriter;
class ModelSet;

/// Drops what no analysis with these models asks for.
void trimFlow(FlowModule &M, const ModelSet &Models);

void writeFlow(ByteWriter &X, const FlowModule &M);

/// Reads what writeFlow() wrote. \returns false if it is something else: what
/// is in \p M then is nothing to work with.
bool readFlow(ByteReader &X, FlowModule &M);

/// Every number in \p M that refers to something does so.
bool isWellFormed(const FlowModule &M);

} // namespace spinguard

#endif // SPINGUARD_IR_FLOWFILE_H
