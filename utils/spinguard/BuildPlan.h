//===- BuildPlan.h - Which units a build tree has ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the compilation database of a build to the units that are one program:
// those that the user selects, each once, with the command that makes bitcode
// of it. Nothing is compiled here.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_BUILDPLAN_H
#define SPINGUARD_UTILS_BUILDPLAN_H

#include "UnitCompiler.h"
#include "plugin/Options.h"
#include <optional>

namespace spinguard {

/// One unit to be read.
struct PlannedUnit {
  CompileCommand Entry;   ///< Its entry in the database.
  BitcodeCommand Command; ///< For clang; its Source is what units go by.
  std::string Problem;    ///< Not empty: why there is no command.
  bool IsFile = false;    ///< Bitcode or textual IR that the user named.

  /// As its build names the source.
  const std::string &name() const { return Entry.File; }
  bool operator<(const PlannedUnit &O) const;
};

struct BuildPlan {
  std::string Folder;             ///< Of the database. Absolute.
  std::vector<PlannedUnit> Units; ///< Sorted.
  size_t NumAssembly = 0;         ///< Entries that are assembly, left out.
  std::optional<ClangProgram> Clang;
  std::string NoClang; ///< Otherwise: why nothing can be compiled.
};

/// Plans the units of the compilation database at \p Path that \p Files select,
/// see readBuildTree(). The error is a sentence.
llvm::Expected<BuildPlan> planBuild(llvm::StringRef Path,
                                    llvm::ArrayRef<std::string> Files,
                                    const Options &O);

/// The clang that \p O asks for; none, and the reason in \p NoClang, where
/// nothing is to be compiled. The error is a sentence.
llvm::Expected<std::optional<ClangProgram>> chooseClang(const Options &O,
                                                        std::string &NoClang);

} // namespace spinguard

#endif // SPINGUARD_UTILS_BUILDPLAN_H
