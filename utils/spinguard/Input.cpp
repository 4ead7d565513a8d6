//===- Input.cpp - Reading the units of a program -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Input.h"
#include "ArtifactCache.h"
#include "analysis/Check.h"
#include "ir/FlowFile.h"
#include "ir/UnitFile.h"
#include "report/Sinks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/DiagnosticHandler.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/DiagnosticPrinter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <cstdlib>
#include <exception>

using namespace llvm;
using namespace spinguard;

//===----------------------------------------------------------------------===//
// The crash guard
//===----------------------------------------------------------------------===//

static thread_local std::string *FatalMessage = nullptr;

/// Takes LLVM's fatal errors: the text is kept, the guarded call is left.
static void onFatalError(void *, const char *Reason, bool) {
  CrashRecoveryContext *Context = CrashRecoveryContext::GetCurrent();
  if (!Context || !FatalMessage) {
    errs() << "spinguard: error: " << Reason << '\n';
    std::_Exit(2);
  }
  *FatalMessage = Reason;
  Context->HandleExit(1);
}

/// Readers verify modules that have debug information on their own, and print
/// what they find. Here every module is verified, once, and quietly.
static void disableVerificationByReaders() {
  auto &Options = cl::getRegisteredOptions();
  auto It = Options.find("disable-auto-upgrade-debug-info");
  if (It != Options.end())
    It->second->addOccurrence(0, It->second->ArgStr, "true");
}

void spinguard::prepareReaders() {
  install_fatal_error_handler(onFatalError);
  install_bad_alloc_error_handler(onFatalError);
  // Memory that is not to be had ends as a crash, without words of its own.
  std::set_terminate(std::abort);
  disableVerificationByReaders();
#ifndef SPINGUARD_SANITIZED
  // (A sanitizer wants to see crashes itself.)
  CrashRecoveryContext::Enable();
  // An exhausted stack has no room for a signal handler.
  for (int Signal : {SIGSEGV, SIGBUS}) {
    struct sigaction Action;
    if (sigaction(Signal, nullptr, &Action) == 0) {
      Action.sa_flags |= SA_ONSTACK;
      sigaction(Signal, &Action, nullptr);
    }
  }
#endif
}

/// What guarded() runs, on its thread.
static void runGuarded(function_ref<void()> Fn, std::string &Message) {
  constexpr size_t SignalStackSize = 64 << 10;
  FatalMessage = &Message;
  stack_t SignalStack = {};
  std::unique_ptr<char[]> Memory(new char[SignalStackSize]);
  SignalStack.ss_sp = Memory.get();
  SignalStack.ss_size = SignalStackSize;
  sigaltstack(&SignalStack, nullptr);
  Fn();
  SignalStack.ss_flags = SS_DISABLE;
  sigaltstack(&SignalStack, nullptr);
  FatalMessage = nullptr;
}

bool spinguard::guarded(function_ref<void()> Fn, std::string &Message) {
  constexpr unsigned StackSize = 256u << 20;
  CrashRecoveryContext Context;
  return Context.RunSafelyOnThread([&] { runGuarded(Fn, Message); }, StackSize);
}

bool spinguard::guardedHere(function_ref<void()> Fn, std::string &Message) {
  CrashRecoveryContext Context;
  return Context.RunSafely([&] { runGuarded(Fn, Message); });
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

namespace {

/// Keeps what LLVM has to say about a module instead of printing it.
class CollectingHandler : public DiagnosticHandler {
public:
  explicit CollectingHandler(InputFile &File) : File(File) {}

  bool handleDiagnostics(const DiagnosticInfo &DI) override {
    if (DI.getSeverity() != DS_Error && DI.getSeverity() != DS_Warning)
      return true;
    std::string Text;
    raw_string_ostream OS(Text);
    DiagnosticPrinterRawOStream Printer(OS);
    DI.print(Printer);
    OS.flush();
    File.Notes.push_back(Text);
    return true;
  }

private:
  InputFile &File;
};

/// Reads one file.
class Reader {
public:
  /// \p Use gets each module that is valid. Without \p Context, unit files are
  /// no input.
  Reader(InputFile &File, const InputContext *Context,
         function_ref<void(Module &)> Use)
      : File(File), Context(Context), Use(Use) {}

  void run() {
    ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
        MemoryBuffer::getFileOrSTDIN(File.Path);
    if (!Buffer)
      return fail("cannot read '" + File.Path +
                  "': " + Buffer.getError().message());
    read(Buffer->get());
  }

  void read(const MemoryBuffer *Buffer) {
    if (Context && Context->Cache)
      File.Content = hashOf(Buffer->getBuffer());
    if (Buffer->getBufferSize() == 0)
      return fail("'" + File.Path + "' is empty; it should hold " +
                  (Context && Context->OnlyUnitFiles
                       ? "a unit, as 'spinguard summarize' writes it"
                       : "bitcode or textual IR"));
    if (Context && (Context->OnlyUnitFiles || isUnitFile(Buffer->getBuffer())))
      return readUnit(*Buffer);
    file_magic Magic = identify_magic(Buffer->getBuffer());
    if (Magic == file_magic::bitcode)
      return readBitcode(*Buffer);
    if (const char *What = describe(Magic))
      return fail("'" + File.Path + "' is " + What +
                  ", not bitcode; compile with 'clang -c -g -emit-llvm'");
    if (Buffer->getBuffer().contains('\0'))
      return fail("'" + File.Path +
                  "' is neither bitcode nor textual IR; compile with 'clang -c "
                  "-g -emit-llvm'");
    StringRef Extension = sys::path::extension(File.Path);
    if (is_contained({".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".rs"},
                     Extension.lower()))
      return fail("'" + File.Path +
                  "' is source code; compile it with 'clang -c -g -emit-llvm' "
                  "and check the result");
    readAssembly(*Buffer);
  }

private:
  void fail(const Twine &Message) {
    if (File.Error.empty())
      File.Error = ("spinguard: error: " + Message).str();
    File.Modules.clear();
  }

  /// What a file is that people mistake for bitcode.
  static const char *describe(const file_magic &Magic) {
    switch (Magic) {
    case file_magic::archive:
      return "an archive";
    case file_magic::elf:
    case file_magic::elf_relocatable:
    case file_magic::elf_executable:
    case file_magic::elf_shared_object:
    case file_magic::elf_core:
      return "an ELF file";
    case file_magic::coff_object:
    case file_magic::coff_cl_gl_object:
      return "a COFF object file";
    case file_magic::coff_import_library:
      return "an import library";
    case file_magic::pecoff_executable:
      return "a Windows program or driver";
    case file_magic::macho_object:
    case file_magic::macho_executable:
    case file_magic::macho_universal_binary:
      return "a Mach-O file";
    default:
      return nullptr;
    }
  }

  void readUnit(const MemoryBuffer &Buffer) {
    Expected<UnitFile> Unit = readUnitFile(Buffer.getBuffer());
    if (!Unit)
      return fail("'" + File.Path + "' " + toString(Unit.takeError()));
    if (Unit->Models != Context->Digest && Unit->Error.empty())
      return fail("'" + File.Path +
                  "' was made with other models; give the same --models to "
                  "'spinguard summarize', and the same version of it");
    File.Unit = std::move(Unit->Name);
    File.Modules = std::move(Unit->Modules);
    File.Notes = std::move(Unit->Notes);
    File.Error = std::move(Unit->Error);
    if (!Unit->Shown.empty())
      File.Path = std::move(Unit->Shown);
    File.IsLeftOut = !File.Error.empty();
  }

  void readBitcode(const MemoryBuffer &Buffer) {
    const std::string Hash = File.Content;
    bool HasCache = Context && Context->Cache;
    if (HasCache && Context->takeKept(File, Hash))
      return;
    lowerBitcode(Buffer);
    if (HasCache && File.Error.empty())
      Context->keep(File, Hash);
  }

  void lowerBitcode(const MemoryBuffer &Buffer) {
    Expected<std::vector<BitcodeModule>> Modules =
        getBitcodeModuleList(Buffer.getMemBufferRef());
    if (!Modules)
      return failBitcode(Buffer, Modules.takeError());
    if (Modules->empty())
      return fail("'" + File.Path + "' holds no module");
    for (BitcodeModule &BM : *Modules) {
      LLVMContext LLVM;
      setUp(LLVM);
      Expected<std::unique_ptr<Module>> M = BM.parseModule(LLVM);
      if (!M)
        return failBitcode(Buffer, M.takeError());
      if (!use(**M))
        return;
    }
  }

  /// LLVM's words for what is wrong with bitcode are about its encoding; what
  /// the user needs is whether the file is damaged or of another LLVM.
  void failBitcode(const MemoryBuffer &Buffer, Error E) {
    std::string Details = toString(std::move(E));
    StringRef Producer;
    Expected<std::string> Read =
        getBitcodeProducerString(Buffer.getMemBufferRef());
    if (Read)
      Producer = *Read;
    else
      consumeError(Read.takeError());
    unsigned Major = 0;
    StringRef Version = Producer;
    if (Version.consume_front("LLVM"))
      Version.consumeInteger(10, Major);
    // (The producer of a file of another epoch cannot be read at all.)
    if (StringRef(Details).contains("Incompatible epoch"))
      return fail("'" + File.Path + "' is bitcode of another age than LLVM " +
                  Twine(LLVM_VERSION_MAJOR) + " reads (" + Details + ")");
    if (Major > LLVM_VERSION_MAJOR)
      return fail("'" + File.Path + "' is bitcode of " + Producer +
                  ", newer than the LLVM " + Twine(LLVM_VERSION_MAJOR) +
                  " that this spinguard reads (" + Details + ")");
    fail("'" + File.Path + "' is damaged bitcode: " + Details);
  }

  void readAssembly(const MemoryBuffer &Buffer) {
    LLVMContext LLVM;
    setUp(LLVM);
    SMDiagnostic Diagnostic;
    std::unique_ptr<Module> M =
        parseAssembly(Buffer.getMemBufferRef(), Diagnostic, LLVM);
    if (M) {
      use(*M);
      return;
    }
    std::string Text;
    raw_string_ostream OS(Text);
    Diagnostic.print("spinguard", OS, /*ShowColors=*/false);
    OS.flush();
    File.Error = StringRef(Text).rtrim().str();
  }

  void setUp(LLVMContext &LLVM) {
    LLVM.setDiagnosticHandler(std::make_unique<CollectingHandler>(File));
  }

  bool use(Module &M) {
    std::string Problem;
    raw_string_ostream OS(Problem);
    bool BrokenDebugInfo = false;
    if (verifyModule(M, &OS, &BrokenDebugInfo)) {
      OS.flush();
      fail("'" + File.Path +
           "' is not valid IR: " + StringRef(Problem).split('\n').first.trim());
      return false;
    }
    // Debug information of another format is like none: LLVM 3 wrote it.
    if (getDebugMetadataVersionFromModule(M) != DEBUG_METADATA_VERSION)
      StripDebugInfo(M);
    if (BrokenDebugInfo) {
      StripDebugInfo(M);
      File.Notes.push_back("'" + File.Path +
                           "' has invalid debug information, which was left "
                           "out: findings have no source lines");
    }
    Use(M);
    return true;
  }

  InputFile &File;
  const InputContext *Context;
  function_ref<void(Module &)> Use;
};

} // namespace

InputContext::InputContext(const ModelSet &Models, const ArtifactCache *Cache)
    : Models(Models), Cache(Cache), Digest(hashOf(Models.image())) {}

std::string InputContext::keyOf(StringRef Bitcode) const {
  return ArtifactKey()
      .add("summary")
      .add(utostr(unitFileFormat()))
      .add(toolIdentity())
      .add(Digest)
      .add(Bitcode)
      .hex();
}

bool InputContext::takeKept(InputFile &File, StringRef Bitcode) const {
  std::unique_ptr<MemoryBuffer> Entry = Cache->get("summary", keyOf(Bitcode));
  if (!Entry)
    return false;
  Expected<UnitFile> Unit = readUnitFile(Entry->getBuffer());
  if (!Unit) {
    consumeError(Unit.takeError());
    return false;
  }
  File.Modules = std::move(Unit->Modules);
  File.Notes = std::move(Unit->Notes);
  File.Content = Bitcode.str();
  return true;
}

void InputContext::keep(InputFile &File, StringRef Bitcode) const {
  UnitFile Unit;
  Unit.Models = Digest;
  Unit.Notes = File.Notes;
  Unit.Modules = std::move(File.Modules);
  // (The cache compresses its entries, and fast.)
  if (Error E = Cache->put("summary", keyOf(Bitcode),
                           writeUnitFile(Unit, /*Small=*/false)))
    File.CacheError = toString(std::move(E));
  File.Modules = std::move(Unit.Modules);
}

/// What is to be done with a module of \p File.
static auto lowering(InputFile &File, const InputContext &Context) {
  return [&](Module &M) {
    File.Modules.push_back(lowerModule(M, Context.Models));
    trimFlow(*File.Modules.back(), Context.Models);
  };
}

void spinguard::readBuffer(InputFile &File, const MemoryBuffer &Buffer,
                           const InputContext &Context) {
  Reader(File, &Context, lowering(File, Context)).read(&Buffer);
}

void spinguard::readModules(InputFile &File, function_ref<void(Module &)> Use) {
  std::string Message;
  if (!guarded([&] { Reader(File, nullptr, Use).run(); }, Message))
    File.Error = "spinguard: error: '" + File.Path + "' cannot be read: " +
                 (Message.empty() ? "it makes LLVM's reader crash" : Message);
}

std::vector<InputFile> spinguard::readInputs(ArrayRef<std::string> Paths,
                                             const InputContext &Context,
                                             unsigned Jobs) {
  std::vector<InputFile> Files(Paths.size());
  auto ReadOne = [&](size_t I) {
    InputFile &File = Files[I];
    File.Path = File.Unit = Paths[I];
    std::string Message;
    if (guarded([&] { Reader(File, &Context, lowering(File, Context)).run(); },
                Message))
      return;
    File.Modules.clear();
    File.Error = "spinguard: error: '" + File.Path + "' cannot be read: " +
                 (Message.empty() ? "it makes LLVM's reader crash" : Message);
  };
  if (Jobs == 1 || Paths.size() == 1) {
    for (size_t I = 0; I != Paths.size(); ++I)
      ReadOne(I);
    return Files;
  }
  DefaultThreadPool Pool(hardware_concurrency(Jobs));
  for (size_t I = 0; I != Paths.size(); ++I)
    Pool.async(ReadOne, I);
  Pool.wait();
  return Files;
}
