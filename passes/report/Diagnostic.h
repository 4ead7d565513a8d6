//===- Diagnostic.h - Text that is safe and pleasant to read ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The typesetting that textual output shares: names made printable, running
// text wrapped, source lines with a caret below. Knows nothing of findings.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_DIAGNOSTIC_H
#define SPINGUARD_REPORT_DIAGNOSTIC_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace spinguard {

/// Colours of textual output, by what they mean.
enum class Style : uint8_t {
  Plain,
  Strong,  ///< Locations, headings.
  Error,   ///< Defects.
  Warning, ///< Warnings, and what is inconclusive.
  Note,    ///< Notes, step numbers.
  Good,    ///< Pass, carets.
  Faint,   ///< Gutters, rules of tables.
};

/// \p Text between the ANSI sequences of \p S, or as it is without \p Color.
std::string styled(llvm::StringRef Text, Style S, bool Color);

/// \p Text on one line, valid UTF-8, every character visible: what a terminal
/// would obey (control characters, bidirectional formatting) or cannot show is
/// written as an escape.
std::string printable(llvm::StringRef Text);

/// Columns that printable text takes.
unsigned displayWidth(llvm::StringRef Text);

/// Breaks printable text at blanks into lines of at most \p Width columns; a
/// longer word has a line to itself. Never empty.
std::vector<std::string> wrapText(llvm::StringRef Text, unsigned Width);

/// Prints \p Text, with every line but the first indented by \p Hang columns,
/// and an end of line. The first line is taken to start at column \p Hang.
void printWrapped(llvm::raw_ostream &OS, llvm::StringRef Text, unsigned Hang,
                  unsigned Width);

struct ExcerptLayout {
  unsigned Indent = 0; ///< Columns before the line number.
  bool Dedent = false; ///< Leave out the line's own leading blanks.
  unsigned Width = 96; ///< Longer lines are cut around the caret.
  bool Color = false;
};

/// Prints a source line with its number and, below it, a caret at byte
/// \p Column (from 1; 0 for none) that runs on below the word it points at.
void printExcerpt(llvm::raw_ostream &OS, llvm::StringRef Line, unsigned Number,
                  unsigned Column, const ExcerptLayout &Layout);

} // namespace spinguard

#endif // SPINGUARD_REPORT_DIAGNOSTIC_H
