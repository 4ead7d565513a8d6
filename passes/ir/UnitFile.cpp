//===- UnitFile.cpp - A unit as the analysis needs it, in a file ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/UnitFile.h"
#include "ir/FlowFile.h"
#include "report/ByteStream.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Endian.h"

using namespace llvm;
using namespace spinguard;

// A file: these eight bytes (of which a transfer as text would change some),
// the format, the checksum of all that follows, how the content is stored, its
// size, and the stored content. Numbers have the lowest byte first.
static constexpr StringLiteral Magic = "\x89SGS\r\n\x1a\n";
static constexpr size_t ChecksumSize = 32;
static constexpr size_t HeaderSize = 8 + 4 + ChecksumSize + 1 + 8;
enum Storage : char { Plain = 0, Zlib = 1, Zstd = 2 };

/// To be raised with every change of flow IR or of how it is written.
static constexpr uint32_t Format = 3;
/// No unit is larger; a damaged size is not worth the memory.
static constexpr uint64_t MaxSize = uint64_t(1) << 32;

unsigned spinguard::unitFileFormat() { return Format; }

bool spinguard::isUnitFile(StringRef Bytes) {
  return Bytes.starts_with(Magic.take_front(4));
}

template <typename IO> static bool content(IO &X, Ref<IO, UnitFile> Unit) {
  io<IO>(X, Unit.Name);
  io<IO>(X, Unit.Shown);
  io<IO>(X, Unit.Models);
  io<IO>(X, Unit.Error);
  list(X, Unit.Notes, [&](auto &Note) { io<IO>(X, Note); });
  sizeOf(X, Unit.Modules);
  for (auto &M : Unit.Modules) {
    if constexpr (IO::Writes) {
      writeFlow(X, *M);
    } else {
      M = std::make_unique<FlowModule>();
      if (!readFlow(X, *M))
        return false;
    }
  }
  return true;
}

static std::string checksumOf(StringRef Rest) {
  BLAKE3 Hasher;
  Hasher.update(Rest);
  BLAKE3Result<> Hash = Hasher.final();
  return std::string(Hash.begin(), Hash.end());
}

std::string spinguard::writeUnitFile(const UnitFile &Unit, bool Small) {
  ByteWriter X;
  content(X, Unit);
  std::string Content = X.take();
  SmallVector<uint8_t, 0> Stored;
  char How = Plain;
  ArrayRef<uint8_t> Bytes = arrayRefFromStringRef(Content);
  if (Small && compression::zstd::isAvailable()) {
    How = Zstd;
    compression::zstd::compress(Bytes, Stored, /*Level=*/19);
  } else if (Small && compression::zlib::isAvailable()) {
    How = Zlib;
    compression::zlib::compress(Bytes, Stored,
                                compression::zlib::BestSizeCompression);
  } else {
    Stored.assign(Bytes.begin(), Bytes.end());
  }

  char Number[8];
  std::string Rest(1, How);
  support::endian::write64le(Number, Content.size());
  Rest.append(Number, 8);
  Rest += toStringRef(Stored);
  std::string File = Magic.str();
  support::endian::write32le(Number, Format);
  File.append(Number, 4);
  return File + checksumOf(Rest) + Rest;
}

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

/// The content, as it was before it was compressed, in \p Content.
static Error unpack(char How, uint64_t Size, StringRef Stored,
                    SmallVectorImpl<uint8_t> &Content) {
  if (Size > MaxSize)
    return failure("is damaged: it says that it is too large");
  ArrayRef<uint8_t> Bytes = arrayRefFromStringRef(Stored);
  if (How == Plain) {
    Content.assign(Bytes.begin(), Bytes.end());
    return Error::success();
  }
  bool IsZstd = How == Zstd;
  if (!IsZstd && How != Zlib)
    return failure("is damaged: it is stored in a way that nobody knows");
  if (IsZstd ? !compression::zstd::isAvailable()
             : !compression::zlib::isAvailable())
    return failure(Twine("is compressed with ") + (IsZstd ? "zstd" : "zlib") +
                   ", which this program's LLVM was built without");
  Error E = IsZstd ? compression::zstd::decompress(Bytes, Content, Size)
                   : compression::zlib::decompress(Bytes, Content, Size);
  if (!E && Content.size() == Size)
    return Error::success();
  consumeError(std::move(E)); // (It is about compression.)
  return failure("is damaged: it cannot be unpacked");
}

Expected<UnitFile> spinguard::readUnitFile(StringRef Bytes) {
  StringRef Rest = Bytes;
  if (!isUnitFile(Bytes))
    return failure("is no unit file; 'spinguard summarize' makes one of "
                   "bitcode");
  if (Bytes.size() < HeaderSize)
    return failure("is damaged: it ends too early");
  if (!Rest.consume_front(Magic))
    return failure("is damaged: it was transferred as text");
  uint32_t Found = support::endian::read32le(Rest.data());
  if (Found != Format)
    return failure("has format " + Twine(Found) +
                   ", and this spinguard reads format " + Twine(Format) +
                   "; make it again with 'spinguard summarize'");
  Rest = Rest.drop_front(4);
  StringRef Checksum = Rest.take_front(ChecksumSize);
  Rest = Rest.drop_front(ChecksumSize);
  if (checksumOf(Rest) != Checksum)
    return failure("is damaged: its checksum is another's; make it again with "
                   "'spinguard summarize'");
  SmallVector<uint8_t, 0> Content;
  if (Error E = unpack(Rest[0], support::endian::read64le(Rest.data() + 1),
                       Rest.drop_front(9), Content))
    return std::move(E);
  ByteReader X(toStringRef(Content));
  UnitFile Unit;
  if (!content(X, Unit) || X.hasFailed() || !X.atEnd())
    return failure("is damaged: its content makes no sense");
  return std::move(Unit);
}
