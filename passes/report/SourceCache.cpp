//===- SourceCache.cpp - Lines of the user's source files -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// File names come out of bitcode and are not to be trusted: only regular files
// of moderate size are read, into memory, never mapped.
//
//===----------------------------------------------------------------------===//

#include "report/SourceCache.h"
#include "report/SourcePath.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace spinguard {

/// No file that a person wrote is longer.
static constexpr uint64_t MaxFileSize = 8 << 20;
/// Known names, missing files included, before the cache starts afresh.
static constexpr size_t MaxFiles = 4096;

static std::unique_ptr<MemoryBuffer> readFile(StringRef Path) {
  sys::fs::file_status Status;
  if (Path.empty() || Path.contains('\0') || sys::fs::status(Path, Status) ||
      !sys::fs::is_regular_file(Status) || Status.getSize() > MaxFileSize)
    return nullptr;
  // "Volatile" keeps LLVM from mapping a file that an editor may truncate.
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
      MemoryBuffer::getFile(Path, /*IsText=*/false,
                            /*RequiresNullTerminator=*/false,
                            /*IsVolatile=*/true);
  return Buffer ? std::move(*Buffer) : nullptr;
}

static std::unique_ptr<MemoryBuffer> findFile(const SourceLoc &Loc,
                                              StringRef Root) {
  if (Loc.File.empty())
    return nullptr;
  std::string Portable = normalizePath(Loc.File);
  if (!isAbsolutePath(Portable) && !Loc.Dir.empty()) {
    SmallString<256> InDir(Loc.Dir);
    sys::path::append(InDir, Portable);
    if (std::unique_ptr<MemoryBuffer> Text = readFile(InDir))
      return Text;
  }
  if (std::unique_ptr<MemoryBuffer> Text = readFile(Loc.File))
    return Text;
  if (std::unique_ptr<MemoryBuffer> Text = readFile(Portable))
    return Text;
  if (Root.empty())
    return nullptr;
  SmallString<256> InRoot(Root);
  sys::path::append(InRoot, relativePath(Loc, Root));
  return readFile(InRoot);
}

const SourceCache::Source &SourceCache::load(const SourceLoc &Loc) {
  std::string Key = Loc.Dir + '\0' + Loc.File;
  auto It = Sources.find(Key);
  if (It != Sources.end())
    return It->second;

  Source S;
  S.Text = findFile(Loc, Root);
  size_t Size = 0;
  if (S.Text) {
    StringRef Buffer = S.Text->getBuffer();
    S.LineStarts.push_back(0);
    for (size_t I = Buffer.find('\n'); I != StringRef::npos;
         I = Buffer.find('\n', I + 1))
      S.LineStarts.push_back(I + 1);
    Size = Buffer.size() + S.LineStarts.size() * sizeof(S.LineStarts[0]);
  }
  if (Bytes + Size > MaxBytes || Sources.size() >= MaxFiles) {
    Sources.clear();
    Bytes = 0;
  }
  Bytes += Size;
  return Sources[Key] = std::move(S);
}

std::optional<StringRef> SourceCache::text(const SourceLoc &Loc) {
  const Source &S = load(Loc);
  if (!S.Text)
    return std::nullopt;
  return S.Text->getBuffer();
}

std::optional<StringRef> SourceCache::line(const SourceLoc &Loc) {
  if (!Loc.isValid())
    return std::nullopt;
  const Source &S = load(Loc);
  if (!S.Text || Loc.Line > S.LineStarts.size())
    return std::nullopt;
  StringRef Text = S.Text->getBuffer().drop_front(S.LineStarts[Loc.Line - 1]);
  return Text.take_until([](char C) { return C == '\n' || C == '\r'; });
}

} // namespace spinguard
