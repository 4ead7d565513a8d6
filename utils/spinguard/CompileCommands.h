//===- CompileCommands.h - compile_commands.json ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the compilation database that CMake, Meson, Bear and the kernel's
// gen_compile_commands.py write: which command compiles which file, as words.
// Nothing is run and nothing is known of compilers here, except how their
// command lines are quoted.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_COMPILECOMMANDS_H
#define SPINGUARD_UTILS_COMPILECOMMANDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace spinguard {

/// \p Path as seen from \p Directory: absolute, without "." and "..".
std::string absolutePath(llvm::StringRef Directory, llvm::StringRef Path);

/// One entry of a compilation database.
struct CompileCommand {
  std::string Directory; ///< Where the command runs. Absolute.
  std::string File;      ///< The source, as the entry names it.
  std::string Output;    ///< As the entry names it; may be empty.
  /// The words of the command, the compiler first, response files expanded.
  std::vector<std::string> Words;
  /// It was written for a Windows shell: '\' may separate folders.
  bool IsWindows = false;

  std::string absolute(llvm::StringRef Path) const {
    return absolutePath(Directory, Path);
  }
};

/// Splits \p Text as a POSIX shell does. Nothing is expanded or run.
std::vector<std::string> splitShellWords(llvm::StringRef Text);

/// Splits \p Text as Windows programs do.
std::vector<std::string> splitWindowsWords(llvm::StringRef Text);

/// Whether the command line \p Text, which runs in \p Directory, is one of a
/// Windows shell.
bool isWindowsCommand(llvm::StringRef Directory, llvm::StringRef Text);

/// Replaces each word @FILE by the words in FILE, where there is such a file;
/// relative ones are looked for in \p Directory.
llvm::Error expandResponseFiles(std::vector<std::string> &Words,
                                llvm::StringRef Directory, bool WindowsQuoting);

/// Reads \p Text. The error is a sentence that names \p Path and, where there
/// is one, the entry. A relative "directory" is one below \p Folder.
llvm::Expected<std::vector<CompileCommand>>
parseCompileCommands(llvm::StringRef Text, llvm::StringRef Path,
                     llvm::StringRef Folder);

/// Reads the database in the build directory \p Path, or the database that
/// \p Path itself is.
llvm::Expected<std::vector<CompileCommand>>
readCompileCommands(llvm::StringRef Path);

} // namespace spinguard

#endif // SPINGUARD_UTILS_COMPILECOMMANDS_H
