//===- BuildTree.cpp - The units of a build directory ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BuildTree.h"
#include "BuiltBitcode.h"
#include "CompileCommands.h"
#include "Scratch.h"
#include "UnitCompiler.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"
#include <set>

using namespace llvm;
using namespace spinguard;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

namespace {

/// One unit to be read.
struct Unit {
  std::string Name;      ///< As its build names the source.
  std::string Directory; ///< Where its command runs.
  BitcodeCommand Command;
  std::string Problem; ///< Why there is no command.
  bool IsFile = false; ///< Bitcode or textual IR that the user named.
  std::vector<std::string> Dropped;
  std::string CacheError;

  bool operator<(const Unit &O) const {
    if (Command.Source != O.Command.Source)
      return Command.Source < O.Command.Source;
    if (Command.Object != O.Command.Object)
      return Command.Object < O.Command.Object;
    return Command.Args < O.Command.Args;
  }
};

class Reader {
public:
  Reader(StringRef Path, ArrayRef<std::string> Files, const Options &O,
         const ModelSet &Models, unsigned Jobs, Progress &Shown,
         const std::atomic<bool> &Stop)
      : Path(Path), Files(Files), O(O), Models(Models), Jobs(Jobs),
        Shown(Shown), Stop(Stop) {}

  Expected<BuildTree> run();

private:
  Error plan(ArrayRef<CompileCommand> Commands);
  Error select();
  void merge();
  void openCache();
  std::unique_ptr<MemoryBuffer> bitcodeOf(Unit &U, size_t Number,
                                          std::string &Problem);
  void read(size_t I);
  void note();

  StringRef Path;
  ArrayRef<std::string> Files;
  const Options &O;
  const ModelSet &Models;
  unsigned Jobs;
  Progress &Shown;
  const std::atomic<bool> &Stop;

  std::string Folder; ///< Of the database. Absolute.
  std::vector<Unit> Units;
  size_t NumAssembly = 0;
  std::string NoClang; ///< Why nothing can be compiled.
  std::unique_ptr<ArtifactCache> Cache;
  std::unique_ptr<UnitCompiler> Compiler;
  std::vector<char> WasRead;
  BuildTree Result;
};

} // namespace

Error Reader::plan(ArrayRef<CompileCommand> Commands) {
  RewriteContext Context;
  Context.ExtraArgs = O.ExtraArgs;
  if (O.Bitcode.value_or(BitcodeFrom::Auto) != BitcodeFrom::Build) {
    Expected<std::string> Scratch = scratchFolder();
    if (!Scratch)
      return Scratch.takeError();
    Expected<ClangProgram> Clang = findClang(O.Clang.value_or(""), *Scratch);
    if (!Clang && O.Clang)
      return Clang.takeError();
    if (Clang) {
      Context.BuiltinInclude = Clang->BuiltinInclude;
      openCache();
      Compiler = std::make_unique<UnitCompiler>(std::move(*Clang), Cache.get(),
                                                *Scratch);
    } else {
      NoClang = toString(Clang.takeError());
    }
  } else {
    NoClang = "the build made no bitcode of it that can be read";
  }

  for (const CompileCommand &C : Commands) {
    Unit U;
    U.Name = C.File;
    U.Directory = C.Directory;
    Expected<BitcodeCommand> Command = rewriteForBitcode(C, Context);
    if (Command) {
      U.Command = std::move(*Command);
      if (U.Command.IsAssembly) {
        ++NumAssembly;
        continue;
      }
      if (U.Command.IsHeader)
        continue;
    } else {
      U.Problem = toString(Command.takeError());
      U.Command.Source = C.absolute(C.File);
    }
    Units.push_back(std::move(U));
  }
  return Error::success();
}

/// Whether \p Source is \p Selected, or below it.
static bool isSelected(StringRef Source, StringRef Selected) {
  return Source.consume_front(Selected) &&
         (Source.empty() || Source.front() == '/' || Selected == "/");
}

/// Whether \p Source would be that of \p Object, were they in one folder: so
/// are those of a kernel that is built elsewhere named.
static bool isMadeFrom(StringRef Object, StringRef Source) {
  return Object.consume_back(".o") && Source.consume_back(".c") &&
         Object == Source;
}

/// Keeps the units that Files names, by source or by object.
Error Reader::select() {
  if (Files.empty())
    return Error::success();
  std::vector<char> Keep(Units.size(), false);
  std::vector<Unit> Added;
  std::vector<std::string> RealSources;
  for (const Unit &U : Units) {
    SmallString<256> Real;
    if (sys::fs::real_path(U.Command.Source, Real))
      Real.clear();
    RealSources.push_back(std::string(Real));
  }
  for (const std::string &File : Files) {
    SmallString<256> Here, Real;
    if (std::error_code EC = sys::fs::current_path(Here))
      return failure("cannot find '" + File + "': " + EC.message());
    bool Found = false;
    for (StringRef From : {Here.str(), StringRef(Folder)}) {
      std::string Place = absolutePath(From, File);
      if (sys::fs::real_path(Place, Real))
        Real = "\n"; // (No source's name begins so.)
      for (size_t I = 0; I != Units.size(); ++I)
        if (isSelected(Units[I].Command.Source, Place) ||
            isSelected(Units[I].Command.Object, Place) ||
            isMadeFrom(Units[I].Command.Object, Place) ||
            isSelected(RealSources[I], Real)) {
          Keep[I] = true;
          Found = true;
        }
      if (Found)
        break;
    }
    if (Found)
      continue;
    file_magic Magic;
    bool IsBitcode =
        (!sys::fs::is_directory(File) && !identify_magic(File, Magic) &&
         Magic == file_magic::bitcode) ||
        sys::path::extension(File) == ".ll";
    if (!IsBitcode)
      return failure("'" + File + "' is no unit of '" + Path +
                     "', and no folder with any");
    Unit U;
    U.Name = U.Command.Source = File;
    U.IsFile = true;
    Added.push_back(std::move(U));
  }
  std::vector<Unit> Kept;
  for (size_t I = 0; I != Units.size(); ++I)
    if (Keep[I])
      Kept.push_back(std::move(Units[I]));
  std::move(Added.begin(), Added.end(), std::back_inserter(Kept));
  Units = std::move(Kept);
  return Error::success();
}

/// Keeps one unit a source, unless the build compiles it in ways that differ.
/// (A library that is made static and shared is one program.)
void Reader::merge() {
  std::set<std::vector<std::string>> Seen;
  llvm::erase_if(Units, [&](const Unit &U) {
    std::vector<std::string> Key = {U.Command.Source, U.Directory};
    for (const std::string &Arg : U.Command.Args)
      if (!is_contained({"-fPIC", "-fpic", "-fPIE", "-fpie"}, Arg))
        Key.push_back(Arg);
    return !Seen.insert(std::move(Key)).second;
  });
}

/// What cannot be cached is compiled each time: no reason to stop.
void Reader::openCache() {
  std::string Where = O.Cache.value_or("");
  if (Where == "off")
    return;
  SmallString<256> Default(Folder);
  sys::path::append(Default, ".spinguard");
  Expected<std::unique_ptr<ArtifactCache>> Opened =
      ArtifactCache::open(Where.empty() ? StringRef(Default) : Where);
  if (Opened)
    Cache = std::move(*Opened);
  else
    Result.Notes.push_back("nothing is kept for the next run: " +
                           toString(Opened.takeError()));
}

std::unique_ptr<MemoryBuffer> Reader::bitcodeOf(Unit &U, size_t Number,
                                                std::string &Problem) {
  if (!U.Problem.empty()) {
    Problem = U.Problem;
    return nullptr;
  }
  bool HasSource = sys::fs::exists(U.Command.Source);
  if (O.Bitcode.value_or(BitcodeFrom::Auto) != BitcodeFrom::Compile)
    if (std::unique_ptr<MemoryBuffer> Built =
            findBuiltBitcode(U.Command, U.Directory,
                             /*NeedsDebugInfo=*/Compiler && HasSource))
      return Built;
  if (!Compiler) {
    Problem = NoClang;
    return nullptr;
  }
  UnitCompiler::Outcome Made =
      Compiler->compile(U.Command, U.Directory, Number);
  U.Dropped = std::move(Made.Dropped);
  U.CacheError = std::move(Made.CacheError);
  if (!Made.Bitcode)
    Problem = "it does not compile: " + Made.Error;
  return std::move(Made.Bitcode);
}

void Reader::read(size_t I) {
  if (Stop)
    return;
  Unit &U = Units[I];
  InputFile &File = Result.Units[I];
  if (U.IsFile) {
    File = std::move(readInputs({U.Name}, Models, 1).front());
  } else {
    std::string Message, Problem;
    bool Done = guarded(
        [&] {
          std::unique_ptr<MemoryBuffer> Bitcode = bitcodeOf(U, I, Problem);
          if (Bitcode)
            readBuffer(File, *Bitcode, Models);
        },
        Message);
    if (!Done) {
      File.Modules.clear();
      Problem = Message.empty() ? "it makes LLVM's reader crash" : Message;
    }
    if (!Problem.empty())
      File.Error = Problem;
  }
  // (What was ended half-way failed for no reason of its own.)
  if (Stop && !File.Error.empty()) {
    File.Error.clear();
    return;
  }
  WasRead[I] = true;
  Shown.unitDone();
}

/// What is to be said once, however many units it is about.
void Reader::note() {
  std::set<std::string> Dropped;
  size_t NumDropped = 0;
  for (const Unit &U : Units) {
    Dropped.insert(U.Dropped.begin(), U.Dropped.end());
    NumDropped += !U.Dropped.empty();
  }
  if (NumDropped)
    Result.Notes.push_back("options that clang does not know were dropped in " +
                           utostr(NumDropped) +
                           (NumDropped == 1 ? " unit: " : " units: ") +
                           join(Dropped, ", "));
  for (const Unit &U : Units)
    if (!U.CacheError.empty()) {
      Result.Notes.push_back("not all is kept for the next run: " +
                             U.CacheError);
      break;
    }
  if (NumAssembly)
    Result.Notes.push_back(utostr(NumAssembly) +
                           (NumAssembly == 1 ? " file" : " files") +
                           " of assembly left out");
}

Expected<BuildTree> Reader::run() {
  Shown.begin("reading the build", 0);
  Expected<std::vector<CompileCommand>> Commands = failure("");
  consumeError(Commands.takeError());
  std::string Message;
  bool Done = guarded([&] { Commands = readCompileCommands(Path); }, Message);
  if (!Done)
    return failure("'" + Path + "' is nested too deeply to be read");
  if (!Commands)
    return Commands.takeError();

  SmallString<256> Full(Path);
  if (std::error_code EC = sys::fs::make_absolute(Full))
    return failure("cannot find '" + Path + "': " + EC.message());
  sys::path::remove_dots(Full, /*remove_dot_dot=*/true);
  Folder = sys::fs::is_directory(Full) ? Full.str().str()
                                       : sys::path::parent_path(Full).str();
  if (Error E = plan(*Commands))
    return std::move(E);
  if (Error E = select())
    return std::move(E);
  if (Units.empty())
    return failure("'" + Path + "' has no unit to check");
  // The report does not depend on the order of the database.
  std::stable_sort(Units.begin(), Units.end());
  merge();

  Result.Units.resize(Units.size());
  WasRead.resize(Units.size());
  for (size_t I = 0; I != Units.size(); ++I)
    Result.Units[I].Path = Units[I].Command.Source;
  Shown.begin("compiling", Units.size());
  DefaultThreadPool Pool(hardware_concurrency(Jobs));
  for (size_t I = 0; I != Units.size(); ++I)
    Pool.async([this, I] { read(I); });
  Pool.wait();

  note();
  if (Cache)
    Cache->prune();
  std::vector<InputFile> Read;
  for (size_t I = 0; I != Units.size(); ++I) {
    InputFile &File = Result.Units[I];
    if (!WasRead[I]) {
      ++Result.NumUnread;
      continue;
    }
    // What is printed names the unit as its build does.
    if (!File.Error.empty())
      File.Path = Units[I].Name;
    Read.push_back(std::move(File));
  }
  Result.Units = std::move(Read);
  return std::move(Result);
}

Expected<BuildTree> spinguard::readBuildTree(StringRef Path,
                                             ArrayRef<std::string> Files,
                                             const Options &O,
                                             const ModelSet &Models,
                                             unsigned Jobs, Progress &Shown,
                                             const std::atomic<bool> &Stop) {
  return Reader(Path, Files, O, Models, Jobs, Shown, Stop).run();
}
