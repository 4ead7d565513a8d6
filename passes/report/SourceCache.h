//===- SourceCache.h - Lines of the user's source files ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fetches source lines for excerpts. Bitcode is often checked far from its
// sources, so a missing file is the normal case and no error.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_SOURCECACHE_H
#define SPINGUARD_REPORT_SOURCECACHE_H

#include "report/Report.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <optional>
#include <vector>

namespace spinguard {

class SourceCache {
public:
  /// \p Root is a further directory to look in; empty for none. \p MaxBytes
  /// bounds the text that is kept.
  explicit SourceCache(llvm::StringRef Root = "", size_t MaxBytes = 32 << 20)
      : Root(Root), MaxBytes(MaxBytes) {}

  /// The line of \p Loc without its end-of-line characters, or nothing if the
  /// file is missing, no regular file, too big, or too short. The compiler's
  /// own directory is tried first for a relative name, then the name as it
  /// is, then the root. Valid until the next call.
  std::optional<llvm::StringRef> line(const SourceLoc &Loc);

  /// The whole file of \p Loc, likewise.
  std::optional<llvm::StringRef> text(const SourceLoc &Loc);

private:
  struct Source {
    std::unique_ptr<llvm::MemoryBuffer> Text; ///< Null: not to be had.
    std::vector<uint32_t> LineStarts;
  };

  const Source &load(const SourceLoc &Loc);

  std::string Root;
  size_t MaxBytes;
  size_t Bytes = 0;
  llvm::StringMap<Source> Sources; ///< By directory and file.
};

} // namespace spinguard

#endif // SPINGUARD_REPORT_SOURCECACHE_H
