//===- Sinks.h - The formats a report is printed in -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One function a format. A sink prints the Report it is given, in the order it
// is given: what is suppressed, sorted or merged was so before. The same report
// and options give the same bytes on every machine (the excerpts of the text
// and HTML sinks apart, which show the source files that they find).
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_SINKS_H
#define SPINGUARD_REPORT_SINKS_H

#include "report/Report.h"
#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace spinguard {

/// Version of SpinGuard that was built, e.g. "0.1.0".
llvm::StringRef toolVersion();

/// How many of each a report holds: what a summary line and an exit code need.
struct ReportCounts {
  size_t Errors = 0, Warnings = 0, Notes = 0; ///< Findings by severity.
  size_t New = 0; ///< Findings that are not in the baseline.
  size_t Proven = 0, Reported = 0, Unproven = 0, Unreached = 0; ///< Sites.
  /// Sites by what an instrumented build does there, in the order of the words.
  std::map<std::string, size_t> Runtime;
  size_t Passes = 0, Defects = 0, NotApplicable = 0, Inconclusive = 0;

  explicit ReportCounts(const Report &R);
};

struct TextOptions {
  bool Color = false;  ///< ANSI colours; the caller knows the terminal.
  bool Source = true;  ///< Source lines below locations, where they are found.
  bool Sites = false;  ///< All lock sites, not only those that are not proven.
  unsigned Width = 96; ///< Columns that running text and tables are fitted in.
  /// Prefix stripped from printed paths, and a further place to look for
  /// source files. Empty: paths are printed as debug information names them.
  std::string SourceRoot;
};

/// For people: diagnostics as a compiler prints them, the verdict of each rule
/// for each entry point, what those rest on, a summary, and the notes.
/// Every name is made safe to print: no control character and no bidirectional
/// formatting reaches the terminal.
void writeText(llvm::raw_ostream &OS, const Report &R,
               const TextOptions &Opts = {});

struct JsonOptions {
  unsigned Indent = 2; ///< 0: everything on one line.
};

/// For scripts: the whole report. The schema is described in Json.cpp; its
/// number changes when a reader of the old one would be misled.
void writeJson(llvm::raw_ostream &OS, const Report &R,
               const JsonOptions &Opts = {});

struct SarifOptions {
  unsigned Indent = 2;
  /// Directory that URIs are made relative to (SRCROOT). Absolute, or empty.
  std::string SourceRoot;
  /// Exit code of the run, if it is known when the log is written.
  std::optional<int> ExitCode;
  /// Limits of code-scanning services. What does not fit is left out, errors
  /// last, and a notification says so.
  size_t MaxResults = 25000;
  size_t MaxFlowLocations = 10000;
};

/// For code-scanning services and editors: SARIF 2.1.0.
void writeSarif(llvm::raw_ostream &OS, const Report &R,
                const SarifOptions &Opts = {});

struct HtmlOptions {
  /// As for text.
  std::string SourceRoot;
};

/// For a browser: one file that loads nothing else, with all findings, the
/// source around their paths, and the verdicts.
void writeHtml(llvm::raw_ostream &OS, const Report &R,
               const HtmlOptions &Opts = {});

} // namespace spinguard

#endif // SPINGUARD_REPORT_SINKS_H
