//===- UnitFile.h - A unit as the analysis needs it, in a file --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `spinguard summarize` writes and `spinguard link` reads: the flow IR of
// one unit, with what reading the unit had to say. A file says by itself what
// it is: format, checksum, and the models that it was made with. It is the same
// whatever LLVM and machine it was made with.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_UNITFILE_H
#define SPINGUARD_IR_UNITFILE_H

#include "ir/Flow.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace spinguard {

struct UnitFile {
  /// The unit, as the user names it: units are sorted by it.
  std::string Name;
  std::string Shown; ///< What messages call it, if that is something else.
  /// A hash of the models it was lowered with.
  std::string Models;
  /// Of one file of bitcode, mostly one.
  std::vector<std::unique_ptr<FlowModule>> Modules;
  std::vector<std::string> Notes; ///< Sentences about what was left out.
  /// Not empty: there is no unit, and why (the end of a sentence about it).
  std::string Error;
};

/// Whether \p Bytes begin as unit files do.
bool isUnitFile(llvm::StringRef Bytes);

/// The bytes of a file. \p Small: take the time to make them few.
std::string writeUnitFile(const UnitFile &Unit, bool Small);

/// Reads a file. The error is the end of a sentence that begins with its name:
/// "is damaged: …".
llvm::Expected<UnitFile> readUnitFile(llvm::StringRef Bytes);

/// Which files this program reads: changes whenever what is in them does.
unsigned unitFileFormat();

} // namespace spinguard

#endif // SPINGUARD_IR_UNITFILE_H
