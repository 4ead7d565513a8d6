//===- ArtifactCache.cpp - What was made before, by content ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ArtifactCache.h"
#include "report/Sinks.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

// An entry: these eight bytes, the checksum of all that follows and of kind and
// key, the size of the content, how it is stored, and the stored content.
static constexpr StringLiteral Magic = "SGCACHE1";
static constexpr size_t ChecksumSize = 32;
static constexpr size_t HeaderSize = 8 + ChecksumSize + 8 + 1;
enum Storage : char { Plain = 0, Zstd = 1 };

// (By this prefix LLVM's pruning tells entries from other files.)
static constexpr StringLiteral Prefix = "llvmcache-";

ArtifactKey &ArtifactKey::add(StringRef Part) {
  char Size[8];
  support::endian::write64le(Size, Part.size());
  Hasher.update(StringRef(Size, sizeof(Size)));
  Hasher.update(Part);
  return *this;
}

static std::string hexOf(const BLAKE3Result<> &Hash) {
  return toHex(ArrayRef<uint8_t>(Hash.data(), Hash.size()),
               /*LowerCase=*/true);
}

std::string ArtifactKey::hex() { return hexOf(Hasher.final()); }

std::string spinguard::hashOf(StringRef Content) {
  BLAKE3 Hasher;
  Hasher.update(Content);
  return hexOf(Hasher.final());
}

std::string spinguard::toolIdentity() {
  static const std::string Identity = [] {
    std::string Path = sys::fs::getMainExecutable(
        nullptr, reinterpret_cast<void *>(&toolIdentity));
    sys::fs::file_status Status;
    (void)sys::fs::status(Path, Status);
    return (toolVersion() + " " + LLVM_VERSION_STRING + " " +
            Twine(Status.getSize()) + " " +
            Twine(Status.getLastModificationTime().time_since_epoch().count()))
        .str();
  }();
  return Identity;
}

/// What the checksum is made of.
static std::string checksumOf(StringRef Kind, StringRef Key, StringRef Rest) {
  BLAKE3 Hasher;
  Hasher.update(Kind);
  Hasher.update(Key);
  Hasher.update(Rest);
  BLAKE3Result<> Hash = Hasher.final();
  return std::string(Hash.begin(), Hash.end());
}

Expected<std::unique_ptr<ArtifactCache>> ArtifactCache::open(StringRef Folder) {
  if (std::error_code EC = sys::fs::create_directories(Folder))
    return createStringError(EC, "cannot make the folder '" + Folder +
                                     "': " + EC.message());
  SmallString<256> Full(Folder);
  if (std::error_code EC = sys::fs::make_absolute(Full))
    return createStringError(EC,
                             "cannot find '" + Folder + "': " + EC.message());
  return std::unique_ptr<ArtifactCache>(new ArtifactCache(Full));
}

std::string ArtifactCache::pathOf(StringRef Kind, StringRef Key) const {
  SmallString<256> Path(Folder);
  sys::path::append(Path, Prefix + Key + "." + Kind);
  return std::string(Path);
}

std::unique_ptr<MemoryBuffer> ArtifactCache::get(StringRef Kind,
                                                 StringRef Key) const {
  // (Not mapped: a file that another program cuts short would be a crash.)
  ErrorOr<std::unique_ptr<MemoryBuffer>> File = MemoryBuffer::getFile(
      pathOf(Kind, Key), /*IsText=*/false, /*RequiresNullTerminator=*/false,
      /*IsVolatile=*/true);
  if (!File)
    return nullptr;
  StringRef Text = (*File)->getBuffer();
  if (Text.size() < HeaderSize || !Text.consume_front(Magic))
    return nullptr;
  StringRef Checksum = Text.take_front(ChecksumSize);
  Text = Text.drop_front(ChecksumSize);
  if (checksumOf(Kind, Key, Text) != Checksum)
    return nullptr;
  uint64_t Size = support::endian::read64le(Text.data());
  char Stored = Text[8];
  Text = Text.drop_front(9);
  if (Stored == Plain)
    return MemoryBuffer::getMemBufferCopy(Text, pathOf(Kind, Key));
  if (Stored != Zstd || !compression::zstd::isAvailable())
    return nullptr;
  std::unique_ptr<WritableMemoryBuffer> Content =
      WritableMemoryBuffer::getNewUninitMemBuffer(Size, pathOf(Kind, Key));
  if (!Content)
    return nullptr;
  size_t Used = Size;
  if (Error E = compression::zstd::decompress(
          arrayRefFromStringRef(Text),
          reinterpret_cast<uint8_t *>(Content->getBufferStart()), Used)) {
    consumeError(std::move(E));
    return nullptr;
  }
  if (Used != Size)
    return nullptr;
  return std::move(Content);
}

Error ArtifactCache::put(StringRef Kind, StringRef Key,
                         StringRef Content) const {
  std::string Rest(9, '\0');
  support::endian::write64le(Rest.data(), Content.size());
  if (compression::zstd::isAvailable()) {
    SmallVector<uint8_t, 0> Compressed;
    compression::zstd::compress(arrayRefFromStringRef(Content), Compressed,
                                /*Level=*/1);
    Rest[8] = Zstd;
    Rest += toStringRef(Compressed);
  } else {
    Rest[8] = Plain;
    Rest += Content;
  }

  std::string Path = pathOf(Kind, Key);
  auto Failed = [&](std::error_code EC) {
    return createStringError(EC, "cannot write to the cache folder '" + Folder +
                                     "': " + EC.message());
  };
  SmallString<256> Temporary;
  int FD;
  if (std::error_code EC =
          sys::fs::createUniqueFile(Path + ".tmp%%%%%%%%", FD, Temporary))
    return Failed(EC);
  std::error_code EC;
  {
    raw_fd_ostream OS(FD, /*shouldClose=*/true, /*unbuffered=*/true);
    OS << Magic << checksumOf(Kind, Key, Rest) << Rest;
    OS.close();
    EC = OS.error();
    OS.clear_error();
  }
  if (!EC)
    EC = sys::fs::rename(Temporary, Path);
  if (!EC)
    return Error::success();
  (void)sys::fs::remove(Temporary);
  return Failed(EC);
}

void ArtifactCache::prune() const {
  CachePruningPolicy Policy;
  Policy.Expiration = std::chrono::hours(24 * 30);
  Policy.MaxSizePercentageOfAvailableSpace = 50;
  Policy.MaxSizeBytes = uint64_t(10) << 30;
  pruneCache(Folder, Policy);
}
