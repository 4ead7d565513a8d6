//===- Session.h - From options to a check, from a report to a file -*- C++ -*//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the plugin and the tool do alike around the analysis: load models, roles
// and rules, print the report in the format asked for, and tell success from
// failure.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_PLUGIN_SESSION_H
#define SPINGUARD_PLUGIN_SESSION_H

#include "analysis/Check.h"
#include "plugin/Options.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace spinguard {

/// Exit status of the tool.
enum ExitStatus : int {
  ExitClean = 0,
  ExitFindings = 1,
  ExitUsage = 2,
  ExitIncomplete = 3
};

/// Loads the models, roles and rules that \p O names. The error is a complete
/// diagnostic. Several errors may be joined.
llvm::Expected<CheckOptions> makeCheckOptions(const Options &O);

/// What a run that reported \p R ends with.
ExitStatus exitStatusOf(const Report &R, FailOn Fail);

/// Prints \p R in the format that \p O asks for.
void printReport(llvm::raw_ostream &OS, const Report &R, const Options &O,
                 bool Color, ExitStatus Status);

/// Writes what \p Print prints to the file \p Path, all of it or nothing: to a
/// temporary file that is then renamed. "-" is standard output.
llvm::Error writeFile(llvm::StringRef Path,
                      llvm::function_ref<void(llvm::raw_ostream &)> Print);

} // namespace spinguard

#endif // SPINGUARD_PLUGIN_SESSION_H
