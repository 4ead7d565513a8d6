//===- UnitCommands.h - Commands that make one file of another --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The work of `check -p`, in steps that anybody may run anywhere.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_UNITCOMMANDS_H
#define SPINGUARD_UTILS_UNITCOMMANDS_H

#include "CommandLine.h"
#include "plugin/Session.h"

namespace spinguard {

/// Prints an error. A diagnostic with its own place is printed as it is.
ExitStatus fail(llvm::Error E);

ExitStatus runSummarize(CommandLine &Line);
ExitStatus runCompile(CommandLine &Line);
ExitStatus runNinja(CommandLine &Line);

} // namespace spinguard

#endif // SPINGUARD_UTILS_UNITCOMMANDS_H
