//===- CompilerFlags.h - From a build's command to clang's ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns the command that compiles a unit into one by which clang makes bitcode
// of the same code: same language, macros, include folders, target. What each
// option becomes is data, in CompilerFlags.def. Nothing is run here.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_COMPILERFLAGS_H
#define SPINGUARD_UTILS_COMPILERFLAGS_H

#include "CompileCommands.h"
#include <set>

namespace spinguard {

/// How a compiler reads its command line.
enum class DriverMode : uint8_t { Gcc, Gxx, Cl };

/// What the name of a compiler says.
struct CompilerName {
  DriverMode Mode = DriverMode::Gcc;
  std::string Target; ///< Triple of a cross compiler; empty: clang's own.
};

/// Reads "aarch64-linux-gnu-gcc-12", "clang-cl.exe", "c++", …. \returns nothing
/// for a program that is no C or C++ compiler.
std::optional<CompilerName> readCompilerName(llvm::StringRef Word);

/// Whether the compiler of this command reads its options as cl does.
bool isClDriver(llvm::ArrayRef<std::string> Words);

/// How clang makes bitcode of a unit.
struct BitcodeCommand {
  DriverMode Mode = DriverMode::Gcc;
  /// What clang is given, but for output and dependency file. The words from
  /// NumOptions on follow "--".
  std::vector<std::string> Args;
  size_t NumOptions = 0;
  std::string Source; ///< Absolute, where the build had it.
  std::string Object; ///< What the build made of it. Absolute.
  bool IsAssembly = false;
  bool IsHeader = false; ///< It is compiled ahead, for the units that use it.

  /// The whole of it, clang's name apart. Options in \p Refused are left out.
  std::vector<std::string> words(llvm::StringRef Output,
                                 llvm::StringRef DependencyFile,
                                 const std::set<std::string> &Refused) const;
};

/// What the rewriting depends on, apart from the command.
struct RewriteContext {
  /// Options that the user adds to every unit.
  std::vector<std::string> ExtraArgs;
  /// clang's own headers, in place of another compiler's. May be empty.
  std::string BuiltinInclude;
};

/// The error is the end of a sentence about the unit.
llvm::Expected<BitcodeCommand> rewriteForBitcode(const CompileCommand &C,
                                                 const RewriteContext &Context);

/// The words of \p Args that clang refused, as what it printed says.
std::set<std::string> refusedOptions(llvm::StringRef Printed,
                                     llvm::ArrayRef<std::string> Args);

/// The first error among what clang printed, without colours; or its last
/// line.
llvm::StringRef firstError(llvm::StringRef Printed);

} // namespace spinguard

#endif // SPINGUARD_UTILS_COMPILERFLAGS_H
