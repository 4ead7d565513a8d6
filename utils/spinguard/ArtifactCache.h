//===- ArtifactCache.h - What was made before, by content -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A folder of entries, each under a kind and a key that is the hash of all that
// it depends on. An entry never changes: it appears whole (written apart, then
// renamed) or not at all, so that any number of processes use one folder at
// once, and one that is killed leaves nothing that misleads. Each carries a
// checksum, and one that is damaged or foreign is as good as none.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_ARTIFACTCACHE_H
#define SPINGUARD_UTILS_ARTIFACTCACHE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <string>

namespace spinguard {

/// Makes a key from the parts of what an entry depends on, in their order.
class ArtifactKey {
public:
  /// (Parts do not run together: "ab", "c" and "a", "bc" are two keys.)
  ArtifactKey &add(llvm::StringRef Part);

  /// 64 hexadecimal digits.
  std::string hex();

private:
  llvm::BLAKE3 Hasher;
};

/// The hash of some content, 64 hexadecimal digits.
std::string hashOf(llvm::StringRef Content);

/// Changes when this program does.
std::string toolIdentity();

/// All functions may be called by several threads at once.
class ArtifactCache {
public:
  /// \p Folder is made where it does not exist yet.
  static llvm::Expected<std::unique_ptr<ArtifactCache>>
  open(llvm::StringRef Folder);

  /// The entry of \p Kind (a word such as "bitcode") under \p Key, or null
  /// where there is none that is whole.
  std::unique_ptr<llvm::MemoryBuffer> get(llvm::StringRef Kind,
                                          llvm::StringRef Key) const;

  /// Writes an entry, in place of one that is there.
  llvm::Error put(llvm::StringRef Kind, llvm::StringRef Key,
                  llvm::StringRef Content) const;

  /// Removes what was not used for long, and the oldest where the folder is
  /// too large. Does nothing where that was done a short time ago.
  void prune() const;

  llvm::StringRef folder() const { return Folder; }

private:
  explicit ArtifactCache(llvm::StringRef Folder) : Folder(Folder) {}
  std::string pathOf(llvm::StringRef Kind, llvm::StringRef Key) const;

  std::string Folder;
};

} // namespace spinguard

#endif // SPINGUARD_UTILS_ARTIFACTCACHE_H
