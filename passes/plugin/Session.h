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
#include "report/Suppressions.h"
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

/// What a report is about, for the steps between rules and sinks.
enum class ReportOrigin : uint8_t {
  Program, ///< The whole program was checked.
  Unit,    ///< A part of it: what matches nothing here may match elsewhere.
  Runs,    ///< Programs ran, and came by where they did.
  Log,     ///< Read back: the sources have had their say.
};

/// What decides which findings count.
struct ReportFilter {
  SuppressionRows Suppressions;
  std::optional<std::vector<Finding>> Baseline;
};

/// Reads the suppression files and the baseline that \p O names.
llvm::Expected<ReportFilter> makeReportFilter(const Options &O);

/// The steps between rules and sinks: traces locks, applies suppressions,
/// compares with the baseline, writes a new one, and keeps of what does not
/// count only what is to be shown.
llvm::Error finishReport(Report &R, const ReportFilter &Filter,
                         const Options &O, ReportOrigin Origin);

/// Drops what does not count and is not to be shown under \p O.
void selectShown(Report &R, const Options &O);

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
