//===- BuildTree.h - The units of a build directory -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a build directory to lowered modules: which units it has, the bitcode of
// each (that the build made, from the cache, or compiled now), several at once.
// A unit of which there is none is left out, by name, and the rest goes on.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_BUILDTREE_H
#define SPINGUARD_UTILS_BUILDTREE_H

#include "BuildPlan.h"
#include "Input.h"
#include "Progress.h"
#include "plugin/Options.h"
#include "llvm/Support/Error.h"
#include <atomic>

namespace spinguard {

/// The program that a build tree makes.
struct BuildTree {
  /// By the names of their sources. One with an Error could not be read.
  std::vector<InputFile> Units;
  std::vector<std::string> Notes; ///< Sentences about the whole.
  size_t NumUnread = 0;           ///< Units that Stop kept from being read.
  std::unique_ptr<ArtifactCache> Cache; ///< Null where nothing is kept.
};

/// Reads the units of the compilation database at \p Path. \p Files selects
/// among them: sources or objects, folders with all below them, and files of
/// bitcode or textual IR, which are added. \p O says how (clang, cache, …).
/// Once \p Stop is set, no other unit is begun. The error is a sentence.
llvm::Expected<BuildTree>
readBuildTree(llvm::StringRef Path, llvm::ArrayRef<std::string> Files,
              const Options &O, const ModelSet &Models, unsigned Jobs,
              Progress &Shown, const std::atomic<bool> &Stop);

/// Finds the bitcode of \p U, or compiles it now. \p Compiler is null where
/// that cannot be, for the reason \p NoClang. \p IsKnown: see
/// UnitCompiler::compile(). The error of the outcome is the end of a sentence
/// about the unit. (To be called where a crash is survived.)
UnitCompiler::Outcome
makeBitcode(const PlannedUnit &U, const Options &O, UnitCompiler *Compiler,
            llvm::StringRef NoClang, size_t Number,
            llvm::function_ref<bool(llvm::StringRef)> IsKnown = {});

/// What is to be said of options that were dropped; mostly nothing.
std::string droppedNote(llvm::ArrayRef<UnitCompiler::Outcome> Made);

} // namespace spinguard

#endif // SPINGUARD_UTILS_BUILDTREE_H
