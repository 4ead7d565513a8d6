//===- Suppressions.h - Findings that someone has accepted ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Moves findings out of those that count: by a comment in the source, by an
// annotation of the function, or by a row of a suppression file. Whoever
// suppresses gives a reason. What no longer matches anything is told, so that
// suppressions do not outlive what they were for.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_SUPPRESSIONS_H
#define SPINGUARD_REPORT_SUPPRESSIONS_H

#include "report/Report.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <memory>

namespace spinguard {

/// A row of a suppression file. A finding must match all that it says.
struct SuppressionRow {
  /// A glob that owns its text. `*` matches '/', too.
  struct Glob {
    std::string Text;
    std::optional<llvm::GlobPattern> Pattern;
    bool matches(llvm::StringRef S) const {
      return !Pattern || Pattern->match(S);
    }
  };
  Glob Rule, File, Function, Lock, EntryPoint;
  std::string Fingerprint; ///< Whole or its beginning; empty: any.
  std::string Reason;
  SourceLoc Loc; ///< In the suppression file.
};

using SuppressionRows = std::vector<std::unique_ptr<SuppressionRow>>;

/// Adds the rows of a suppression file: YAML, a list of mappings with the keys
/// `rule`, `file`, `function`, `lock`, `entry-point` (globs), `fingerprint` and
/// `reason`. The error is a diagnostic with file, line and caret.
llvm::Error readSuppressionFile(llvm::MemoryBufferRef Buffer,
                                SuppressionRows &Rows);

struct SuppressionOptions {
  /// Absolute; files are matched relative to it, and as debug information
  /// names them. Sources are looked for there, too.
  std::string SourceRoot;
  /// Read the comments of source files, and the report's FunctionIgnores.
  bool InSource = true;
  /// Whether the report is about the whole program, so that what matches
  /// nothing is a note.
  bool TellUnused = true;
};

/// Moves what \p Rows and the sources suppress from R.Findings to
/// R.Suppressed, and adds notes.
void applySuppressions(Report &R, const SuppressionRows &Rows,
                       const SuppressionOptions &Opts);

} // namespace spinguard

#endif // SPINGUARD_REPORT_SUPPRESSIONS_H
