//===- HostDiagnostics.h - Findings in the compiler's own form --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// When a compiler or a linker runs the check, its user reads findings where
// and as all other diagnostics appear: with location, source line and notes,
// counted, and subject to the host's options on warnings.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_PLUGIN_HOSTDIAGNOSTICS_H
#define SPINGUARD_PLUGIN_HOSTDIAGNOSTICS_H

#include "plugin/Options.h"
#include "report/Report.h"

namespace llvm {
class Module;
} // namespace llvm

namespace spinguard {

/// Who prints the diagnostics of a module's context.
enum class DiagnosticHost : uint8_t {
  Compiler, ///< clang: knows source locations.
  Linker,   ///< lld: a message is text.
};

/// Says the findings and give-ups of \p R through the context of \p M.
/// \returns false, having said nothing, if nobody handles its diagnostics
/// (as in opt).
bool diagnoseToHost(const llvm::Module &M, const Report &R, FailOn Fail,
                    DiagnosticHost Host);

/// Says one error without location likewise; on standard error if nobody
/// handles it.
void diagnoseErrorToHost(const llvm::Module &M, llvm::StringRef Message);

} // namespace spinguard

#endif // SPINGUARD_PLUGIN_HOSTDIAGNOSTICS_H
