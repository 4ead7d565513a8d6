//===- BuiltBitcode.cpp - Bitcode that a build left behind ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BuiltBitcode.h"
#include "plugin/Compat.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Object/IRObjectFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace spinguard;

/// Where bitcode of \p Command may be, the likeliest first.
static std::vector<std::string> candidates(const BitcodeCommand &Command,
                                           StringRef Directory) {
  std::vector<std::string> Paths = {Command.Object};
  StringRef Stem = sys::path::stem(Command.Source);
  // -save-temps=obj and -save-temps name it after the source; a rule of a
  // makefile may name it after the object.
  for (StringRef Folder : {sys::path::parent_path(Command.Object), Directory}) {
    SmallString<256> Path(Folder);
    sys::path::append(Path, Stem + ".bc");
    Paths.push_back(std::string(Path));
  }
  SmallString<256> Path(Command.Object);
  sys::path::replace_extension(Path, ".bc");
  Paths.push_back(std::string(Path));
  return Paths;
}

/// Whether this LLVM reads \p Bitcode, and it is that of \p Command.
static bool fits(MemoryBufferRef Bitcode, const BitcodeCommand &Command,
                 StringRef Directory, bool NeedsDebugInfo) {
  Expected<std::string> Producer = getBitcodeProducerString(Bitcode);
  if (!Producer) {
    consumeError(Producer.takeError());
    return false;
  }
  unsigned Major = 0;
  StringRef Version = *Producer;
  if (Version.consume_front("LLVM"))
    Version.consumeInteger(10, Major);
  if (Major > BuiltForLLVM)
    return false;
  LLVMContext Context;
  Expected<std::vector<BitcodeModule>> Modules = getBitcodeModuleList(Bitcode);
  if (!Modules) {
    consumeError(Modules.takeError());
    return false;
  }
  if (Modules->empty())
    return false;
  Expected<std::unique_ptr<Module>> M = Modules->front().getLazyModule(
      Context, /*ShouldLazyLoadMetadata=*/true, /*IsImporting=*/false);
  if (!M) {
    consumeError(M.takeError());
    return false;
  }
  if (absolutePath(Directory, (*M)->getSourceFileName()) != Command.Source)
    return false;
  return !NeedsDebugInfo || (*M)->getNamedMetadata("llvm.dbg.cu");
}

std::unique_ptr<MemoryBuffer>
spinguard::findBuiltBitcode(const BitcodeCommand &Command, StringRef Directory,
                            bool NeedsDebugInfo) {
  sys::fs::file_status Source, Status;
  bool HasSource = !sys::fs::status(Command.Source, Source);
  for (const std::string &Path : candidates(Command, Directory)) {
    if (sys::fs::status(Path, Status) || !sys::fs::is_regular_file(Status) ||
        (HasSource && Status.getLastModificationTime() <
                          Source.getLastModificationTime()))
      continue;
    file_magic Magic;
    if (identify_magic(Path, Magic) || Magic == file_magic::unknown)
      continue;
    ErrorOr<std::unique_ptr<MemoryBuffer>> File = MemoryBuffer::getFile(
        Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!File)
      continue;
    Expected<MemoryBufferRef> Bitcode =
        object::IRObjectFile::findBitcodeInMemBuffer(**File);
    if (!Bitcode) {
      consumeError(Bitcode.takeError());
      continue;
    }
    if (fits(*Bitcode, Command, Directory, NeedsDebugInfo))
      return MemoryBuffer::getMemBufferCopy(Bitcode->getBuffer(), Path);
  }
  return nullptr;
}
