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
};

/// Reads the units of the compilation database at \p Path. \p Files selects
/// among them: sources or objects, folders with all below them, and files of
/// bitcode or textual IR, which are added. \p O says how (clang, cache, …). Once \p Stop
/// is set, no other unit is begun. The error is a sentence.
llvm::Expected<BuildTree>
readBuildTree(llvm::StringRef Path, llvm::ArrayRef<std::string> Files,
              const Options &O, const ModelSet &Models, unsigned Jobs,
              Progress &Shown, const std::atomic<bool> &Stop);

} // namespace spinguard

#endif // SPINGUARD_UTILS_BUILDTREE_H
