//===- RulesPage.h - The reference page of the rules ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_RULESPAGE_H
#define SPINGUARD_UTILS_RULESPAGE_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class raw_ostream; // NOLINT(readability-identifier-naming): LLVM's name
} // namespace llvm

namespace spinguard {

/// Prints docs/rules.md: Rules.def as a page of Markdown, with the examples of
/// test/rules.
void printRulesPage(llvm::raw_ostream &OS);

/// What the test \p Source shows between its lines `// EXAMPLE` and `// END`,
/// as it is compiled with or without SOUND defined; of `// DEFECT: rule` only
/// the wrong version keeps the rule.
std::string exampleOf(llvm::StringRef Source, bool Sound);

} // namespace spinguard

#endif // SPINGUARD_UTILS_RULESPAGE_H
