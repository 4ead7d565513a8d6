//===- SourcePath.h - Paths as they appear in reports -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Debug information names files as the compiler was told to: absolute or
// relative to a build directory, with Windows separators and drives, with
// "..". These functions turn such names into repository-relative ones. They
// work on text alone and never ask the file system.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_SOURCEPATH_H
#define SPINGUARD_REPORT_SOURCEPATH_H

#include "report/Report.h"

namespace spinguard {

/// \p Path with '/' separators and without ".", "..", empty components and
/// the `\\?\` prefix, as far as text tells. Absolute stays absolute.
std::string normalizePath(llvm::StringRef Path);

/// True for a normalised path that begins with '/' or a drive.
bool isAbsolutePath(llvm::StringRef Normalized);

/// A relative path that names \p Loc's file, whatever debug information says:
/// below \p Root if the file is there, else as the compiler was given it, else
/// the absolute path without its root ("C:/x/y.c" becomes "C/x/y.c"). Empty
/// when there is no file name. \p Root may be empty.
std::string relativePath(const SourceLoc &Loc, llvm::StringRef Root);

/// The path of \p Loc to print for people: relative to \p Root if the file is
/// below it, else as debug information has it.
std::string displayPath(const SourceLoc &Loc, llvm::StringRef Root);

/// A relative path as a URI reference (RFC 3986), all but unreserved
/// characters and '/' percent-encoded.
std::string pathToUri(llvm::StringRef RelativePath);

} // namespace spinguard

#endif // SPINGUARD_REPORT_SOURCEPATH_H
