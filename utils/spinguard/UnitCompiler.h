//===- UnitCompiler.h - From a unit's command to its bitcode ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs clang on one unit after the other, or finds in the cache what it made of
// the same command, source and headers before. Options that clang refuses are
// left out, and named.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_UNITCOMPILER_H
#define SPINGUARD_UTILS_UNITCOMPILER_H

#include "ArtifactCache.h"
#include "CompilerFlags.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Chrono.h"
#include <mutex>

namespace spinguard {

/// A clang whose bitcode this LLVM reads.
struct ClangProgram {
  std::string Path;
  std::string Identity;       ///< Changes when the program does.
  std::string BuiltinInclude; ///< The folder of its own headers, or empty.
};

/// Finds \p Asked (a path, or a name to be looked for) or, where that is empty,
/// the clang of this LLVM or an older one. The error says what to do.
/// \p Scratch is a folder for files that live short.
llvm::Expected<ClangProgram> findClang(llvm::StringRef Asked,
                                       llvm::StringRef Scratch);

/// The files that a dependency file (make's syntax) names after its target.
std::vector<std::string> parseDependencies(llvm::StringRef Text);

/// The functions may be called by several threads at once.
class UnitCompiler {
public:
  /// \p Cache may be null. \p Scratch is a folder for files that live short.
  UnitCompiler(ClangProgram Clang, const ArtifactCache *Cache,
               llvm::StringRef Scratch)
      : Clang(std::move(Clang)), Cache(Cache), Scratch(Scratch),
        Start(std::chrono::system_clock::now()) {}

  /// What became of one unit.
  struct Outcome {
    /// Null on error, and where it is known.
    std::unique_ptr<llvm::MemoryBuffer> Bitcode;
    std::string Error; ///< clang's first error, or why it could not be run.
    std::vector<std::string> Dropped; ///< Options that clang refused.
    /// What it depends on: files, absolute. None where it came from the cache.
    std::vector<std::string> Dependencies;
    std::string CacheError; ///< Why it could not be kept for the next run.
  };

  /// Compiles \p Command in \p Directory; \p Number tells it from others. The
  /// bitcode in the cache is not read if \p IsKnown, given its hash, says that
  /// nobody needs it.
  Outcome compile(const BitcodeCommand &Command, llvm::StringRef Directory,
                  size_t Number,
                  llvm::function_ref<bool(llvm::StringRef)> IsKnown = {});

private:
  std::string keyOf(const BitcodeCommand &Command,
                    llvm::StringRef Directory) const;
  bool find(llvm::StringRef Key, Outcome &Result,
            llvm::function_ref<bool(llvm::StringRef)> IsKnown);
  void store(llvm::StringRef Key, Outcome &Result);
  void run(const BitcodeCommand &Command, llvm::StringRef Directory,
           llvm::StringRef Stem, Outcome &Result);
  std::string hashOfFile(llvm::StringRef Path);

  ClangProgram Clang;
  const ArtifactCache *Cache;
  std::string Scratch;
  /// What changes after this may have changed before or after clang read it.
  llvm::sys::TimePoint<> Start;

  std::mutex Mutex;
  llvm::StringMap<std::string> FileHashes; ///< By path; "" where unreadable.
  /// What clang refused so far, by what its driver knew when it did.
  llvm::StringMap<std::set<std::string>> Refused;
};

} // namespace spinguard

#endif // SPINGUARD_UTILS_UNITCOMPILER_H
