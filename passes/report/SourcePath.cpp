//===- SourcePath.cpp - Paths as they appear in reports ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Paths by text alone; both separators are understood on every host, because
// bitcode travels.
//
//===----------------------------------------------------------------------===//

#include "report/SourcePath.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <optional>

using namespace llvm;

namespace spinguard {

static bool hasDrive(StringRef Path) {
  return Path.size() >= 2 && isAlpha(Path[0]) && Path[1] == ':';
}

std::string normalizePath(StringRef Path) {
  std::string Slashed = Path.str();
  std::replace(Slashed.begin(), Slashed.end(), '\\', '/');
  StringRef Rest = Slashed;
  if (Rest.consume_front("//?/"))
    Rest.consume_front("UNC/");

  std::string Result;
  if (hasDrive(Rest)) {
    Result = {toUpper(Rest[0]), ':', '/'};
    Rest = Rest.drop_front(2);
  } else if (Rest.starts_with("/")) {
    Result = "/";
  }

  SmallVector<StringRef, 16> Parts;
  while (!Rest.empty()) {
    auto [Part, Tail] = Rest.split('/');
    Rest = Tail;
    if (Part.empty() || Part == ".")
      continue;
    if (Part != "..")
      Parts.push_back(Part);
    else if (!Parts.empty() && Parts.back() != "..")
      Parts.pop_back();
    else if (Result.empty())
      Parts.push_back(Part);
  }
  return Result + join(Parts, "/");
}

bool isAbsolutePath(StringRef Normalized) {
  return Normalized.starts_with("/") || hasDrive(Normalized);
}

/// \p Path below \p Root, both normalised.
static std::optional<StringRef> below(StringRef Path, StringRef Root) {
  if (Root.empty())
    return std::nullopt;
  bool Starts = hasDrive(Root) ? Path.starts_with_insensitive(Root)
                               : Path.starts_with(Root);
  if (!Starts)
    return std::nullopt;
  StringRef Rest = Path.drop_front(Root.size());
  if (!Root.ends_with("/") && !Rest.consume_front("/"))
    return std::nullopt;
  if (Rest.empty())
    return std::nullopt;
  return Rest;
}

/// The path of \p Loc's file joined with its directory, normalised.
static std::string fullPath(const SourceLoc &Loc) {
  std::string File = normalizePath(Loc.File);
  if (isAbsolutePath(File) || Loc.Dir.empty())
    return File;
  return normalizePath(Loc.Dir + "/" + Loc.File);
}

std::string relativePath(const SourceLoc &Loc, StringRef Root) {
  if (Loc.File.empty())
    return "";
  std::string Full = fullPath(Loc), NormalRoot = normalizePath(Root);
  if (std::optional<StringRef> Rest = below(Full, NormalRoot))
    return Rest->str();
  std::string File = normalizePath(Loc.File);
  if (std::optional<StringRef> Rest = below(File, NormalRoot))
    return Rest->str();
  if (!isAbsolutePath(File) && !StringRef(File).starts_with("../") &&
      File != "..")
    return File;

  StringRef Outside = Full;
  while (Outside.consume_front("../") || Outside.consume_front("/"))
    ;
  if (Outside == "..")
    return "";
  if (hasDrive(Outside))
    return (Outside.take_front(1) + Outside.drop_front(2)).str();
  return Outside.str();
}

std::string displayPath(const SourceLoc &Loc, StringRef Root) {
  std::string NormalRoot = normalizePath(Root);
  std::string Full = fullPath(Loc);
  if (std::optional<StringRef> Rest = below(Full, NormalRoot))
    return Rest->str();
  return Loc.File;
}

std::string pathToUri(StringRef RelativePath) {
  std::string Uri;
  for (char C : RelativePath) {
    if (isAlnum(C) || StringRef("-._~/").contains(C)) {
      Uri += C;
      continue;
    }
    unsigned char Byte = static_cast<unsigned char>(C);
    Uri += '%';
    Uri += hexdigit(Byte >> 4);
    Uri += hexdigit(Byte & 15);
  }
  return Uri;
}

} // namespace spinguard
