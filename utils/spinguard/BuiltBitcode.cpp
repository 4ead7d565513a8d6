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
#include "llvm/Object/ObjectFile.h"
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

/// The bitcode that \p File is, or has in a section; empty where there is none.
static StringRef bitcodeIn(const MemoryBuffer &File) {
  if (identify_magic(File.getBuffer()) == file_magic::bitcode)
    return File.getBuffer();
  Expected<std::unique_ptr<object::ObjectFile>> Object =
      object::ObjectFile::createObjectFile(File.getMemBufferRef());
  if (!Object) {
    consumeError(Object.takeError());
    return "";
  }
  for (const object::SectionRef &Section : (*Object)->sections()) {
    Expected<StringRef> Name = Section.getName();
    if (!Name) {
      consumeError(Name.takeError());
      continue;
    }
    if (*Name != ".llvmbc" && *Name != ".llvm.lto" && *Name != "__bitcode")
      continue;
    Expected<StringRef> Contents = Section.getContents();
    if (!Contents) {
      consumeError(Contents.takeError());
      continue;
    }
    // (-fembed-bitcode-marker leaves a section that says nothing.)
    if (identify_magic(*Contents) == file_magic::bitcode)
      return *Contents;
  }
  return "";
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
  if (!NeedsDebugInfo)
    return true;
  if (Error E = (*M)->materializeMetadata()) {
    consumeError(std::move(E));
    return false;
  }
  return (*M)->getNamedMetadata("llvm.dbg.cu");
}

std::unique_ptr<MemoryBuffer>
spinguard::findBuiltBitcode(const BitcodeCommand &Command, StringRef Directory,
                            bool NeedsDebugInfo) {
  sys::fs::file_status Source, Status;
  bool HasSource = !sys::fs::status(Command.Source, Source);
  for (const std::string &Path : candidates(Command, Directory)) {
    if (sys::fs::status(Path, Status) || !sys::fs::is_regular_file(Status) ||
        (HasSource &&
         Status.getLastModificationTime() < Source.getLastModificationTime()))
      continue;
    file_magic Magic;
    if (identify_magic(Path, Magic) || Magic == file_magic::unknown)
      continue;
    ErrorOr<std::unique_ptr<MemoryBuffer>> File = MemoryBuffer::getFile(
        Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!File)
      continue;
    StringRef Bitcode = bitcodeIn(**File);
    if (!Bitcode.empty() && fits(MemoryBufferRef(Bitcode, Path), Command,
                                 Directory, NeedsDebugInfo))
      return MemoryBuffer::getMemBufferCopy(Bitcode, Path);
  }
  return nullptr;
}
