//===- UnitCompiler.cpp - From a unit's command to its bitcode ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitCompiler.h"
#include "ChildProcess.h"
#include "plugin/Compat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

//===----------------------------------------------------------------------===//
// The compiler
//===----------------------------------------------------------------------===//

/// What `clang --version` prints, or an error.
static Expected<std::string> versionOf(StringRef Path, StringRef Scratch) {
  SmallString<128> File(Scratch);
  sys::path::append(File, "version");
  ProcessResult Process = runProcess(Path, {"--version"}, "/", File, "");
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(
      File, /*IsText=*/false, /*RequiresNullTerminator=*/false,
      /*IsVolatile=*/true);
  (void)sys::fs::remove(File);
  if (Process.Status != 0 || !Buffer)
    return failure("'" + Path + "' cannot be run" +
                   (Process.Problem.empty() ? "" : ": " + Process.Problem));
  return (*Buffer)->getBuffer().str();
}

/// The major version in "Debian clang version 22.1.0 …", or 0.
static unsigned majorOf(StringRef Version) {
  constexpr StringLiteral Marker = "clang version ";
  size_t At = Version.find(Marker);
  unsigned Major = 0;
  if (At == StringRef::npos || Version.drop_front(At + Marker.size())
                                   .take_while(isDigit)
                                   .getAsInteger(10, Major))
    return 0;
  return Major;
}

static Expected<ClangProgram> examine(StringRef Program, StringRef Scratch) {
  // (It is run elsewhere, where a relative path is another's.)
  SmallString<256> Path(Program);
  if (std::error_code EC = sys::fs::make_absolute(Path))
    return failure("cannot find '" + Program + "': " + EC.message());
  Expected<std::string> Version = versionOf(Path, Scratch);
  if (!Version)
    return Version.takeError();
  unsigned Major = majorOf(*Version);
  if (Major == 0)
    return failure("'" + Path + "' is no clang: it does not say its version");
  if (Major > BuiltForLLVM)
    return failure("'" + Path + "' is clang " + Twine(Major) +
                   ", whose bitcode the LLVM " + Twine(BuiltForLLVM) +
                   " of this spinguard does not read; name a clang " +
                   Twine(BuiltForLLVM) + " or older with --clang");
  ClangProgram Clang;
  Clang.Path = std::string(Path);
  SmallString<256> Real;
  if (sys::fs::real_path(Path, Real))
    Real = Path;
  sys::fs::file_status Status;
  (void)sys::fs::status(Real, Status);
  Clang.Identity =
      (*Version + "\n" + Real + "\n" + Twine(Status.getSize()) + " " +
       Twine(Status.getLastModificationTime().time_since_epoch().count()))
          .str();
  SmallString<256> Include(
      sys::path::parent_path(sys::path::parent_path(Real)));
  sys::path::append(Include, "lib", "clang", Twine(Major), "include");
  if (sys::fs::is_directory(Include))
    Clang.BuiltinInclude = std::string(Include);
  return std::move(Clang);
}

Expected<ClangProgram> spinguard::findClang(StringRef Asked,
                                            StringRef Scratch) {
  if (!Asked.empty()) {
    ErrorOr<std::string> Path = sys::findProgramByName(Asked);
    // (A path is not looked for.)
    if (!Path || !sys::fs::exists(*Path))
      return failure("there is no compiler '" + Asked + "'");
    return examine(*Path, Scratch);
  }
  // That of the LLVM this was built for, then by name.
  std::vector<std::string> Names = {std::string(SPINGUARD_LLVM_TOOLS_DIR) +
                                        "/clang",
                                    "clang-" + utostr(BuiltForLLVM), "clang"};
  for (unsigned Major = BuiltForLLVM - 1; Major >= 15; --Major)
    Names.push_back("clang-" + utostr(Major));
  for (const std::string &Name : Names)
    if (ErrorOr<std::string> Path = sys::findProgramByName(Name)) {
      Expected<ClangProgram> Clang = examine(*Path, Scratch);
      if (Clang)
        return Clang;
      consumeError(Clang.takeError());
    }
  return failure("no clang was found to compile the units with: install "
                 "clang-" +
                 Twine(BuiltForLLVM) + ", or name one with --clang");
}

//===----------------------------------------------------------------------===//
// Dependencies
//===----------------------------------------------------------------------===//

std::vector<std::string> spinguard::parseDependencies(StringRef Text) {
  std::vector<std::string> Files;
  std::string File;
  bool IsTarget = true;
  auto End = [&] {
    // (A name that ends in ':' ends the targets.)
    if (IsTarget)
      IsTarget = !StringRef(File).ends_with(":");
    else if (!File.empty())
      Files.push_back(File);
    File.clear();
  };
  for (size_t I = 0; I < Text.size(); ++I) {
    char C = Text[I];
    char After = I + 1 < Text.size() ? Text[I + 1] : '\0';
    if (C == '\\' && (After == '\n' || After == '\r')) {
      I += After == '\r' && I + 2 < Text.size() && Text[I + 2] == '\n' ? 2 : 1;
      End();
    } else if (C == '\n') {
      // The rules for single files (-MP) say nothing new.
      End();
      if (!IsTarget)
        break;
    } else if (isSpace(C)) {
      End();
    } else if (C == '\\' && (After == ' ' || After == '#')) {
      File += After;
      ++I;
    } else if (C == '\\' && After == '\\') {
      // Only before a blank are backslashes doubled.
      size_t Run = Text.find_first_not_of('\\', I);
      size_t Length = std::min(Run, Text.size()) - I;
      bool BeforeBlank = Run != StringRef::npos && Text[Run] == ' ';
      File.append(BeforeBlank ? Length / 2 : Length, '\\');
      I += Length - 1;
      if (BeforeBlank && Length % 2) {
        File += ' ';
        ++I;
      }
    } else if (C == '$' && After == '$') {
      File += C;
      ++I;
    } else {
      File += C;
    }
  }
  End();
  return Files;
}

std::string UnitCompiler::hashOfFile(StringRef Path) {
  {
    std::lock_guard<std::mutex> Lock(Mutex);
    auto It = FileHashes.find(Path);
    if (It != FileHashes.end())
      return It->second;
  }
  std::string Hash;
  if (ErrorOr<std::unique_ptr<MemoryBuffer>> File = MemoryBuffer::getFile(
          Path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
          /*IsVolatile=*/true))
    Hash = hashOf((*File)->getBuffer());
  std::lock_guard<std::mutex> Lock(Mutex);
  return FileHashes.try_emplace(Path, Hash).first->second;
}

//===----------------------------------------------------------------------===//
// The cache
//===----------------------------------------------------------------------===//
//
// Under the key of a command is an entry "unit": for each state of the source
// and its headers that was seen lately, what clang made of it. A line is
//
//   bitcode KEY      begins one; KEY is the hash of the bitcode, its entry
//   dropped OPTION   which clang refused
//   file HASH PATH   what the unit depends on

static constexpr size_t MaxVariants = 4;

std::string UnitCompiler::keyOf(const BitcodeCommand &Command,
                                StringRef Directory) const {
  ArtifactKey Key;
  Key.add("unit 1").add(Clang.Identity).add(Directory);
  // What of the surroundings reaches the compiler.
  for (const char *Name :
       {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH",
        "INCLUDE", "EXTERNAL_INCLUDE", "SDKROOT", "CL", "_CL_",
        "CCC_OVERRIDE_OPTIONS", "SOURCE_DATE_EPOCH"})
    Key.add(sys::Process::GetEnv(Name).value_or(""));
  Key.add(utostr(Command.NumOptions));
  for (const std::string &Arg : Command.Args)
    Key.add(Arg);
  return Key.hex();
}

bool UnitCompiler::find(StringRef Key, Outcome &Result,
                        function_ref<bool(StringRef)> IsKnown) {
  std::unique_ptr<MemoryBuffer> Entry = Cache->get("unit", Key);
  if (!Entry)
    return false;
  StringRef Rest = Entry->getBuffer();
  std::string Bitcode;
  std::vector<std::string> Dropped;
  bool Fits = false;
  auto Take = [&] {
    if (!Fits || (!(IsKnown && IsKnown(Bitcode)) &&
                  !(Result.Bitcode = Cache->get("bitcode", Bitcode))))
      return false;
    Result.Dropped = std::move(Dropped);
    return true;
  };
  while (!Rest.empty()) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    auto [Word, Value] = Line.split(' ');
    if (Word == "bitcode") {
      if (Take())
        return true;
      Bitcode = Value.str();
      Dropped.clear();
      Fits = true;
    } else if (Word == "dropped") {
      Dropped.push_back(Value.str());
    } else if (Word == "file" && Fits) {
      auto [Hash, Path] = Value.split(' ');
      Fits = hashOfFile(Path) == Hash;
    }
  }
  return Take();
}

void UnitCompiler::store(StringRef Key, Outcome &Result) {
  std::string Text;
  raw_string_ostream OS(Text);
  std::string Bitcode = hashOf(Result.Bitcode->getBuffer());
  OS << "bitcode " << Bitcode << '\n';
  for (const std::string &Option : Result.Dropped)
    OS << "dropped " << Option << '\n';
  for (const std::string &Path : Result.Dependencies) {
    sys::fs::file_status Status;
    std::string Hash = hashOfFile(Path);
    if (Hash.empty() || StringRef(Path).contains('\n') ||
        sys::fs::status(Path, Status) ||
        Status.getLastModificationTime() >= Start)
      return;
    OS << "file " << Hash << ' ' << Path << '\n';
  }
  if (std::unique_ptr<MemoryBuffer> Old = Cache->get("unit", Key)) {
    size_t NumVariants = 1;
    SmallVector<StringRef, 0> Lines;
    Old->getBuffer().split(Lines, '\n', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
    for (StringRef Line : Lines) {
      if (Line.starts_with("bitcode ") && ++NumVariants > MaxVariants)
        break;
      OS << Line << '\n';
    }
  }
  OS.flush();
  Error E = Cache->put("bitcode", Bitcode, Result.Bitcode->getBuffer());
  if (!E)
    E = Cache->put("unit", Key, Text);
  if (E)
    Result.CacheError = toString(std::move(E));
}

//===----------------------------------------------------------------------===//
// Compiling
//===----------------------------------------------------------------------===//

/// What decides which options clang's driver takes.
static std::string familyOf(const BitcodeCommand &Command) {
  std::string Family = utostr(static_cast<unsigned>(Command.Mode));
  for (size_t I = 0; I != Command.NumOptions; ++I) {
    StringRef Arg = Command.Args[I];
    if (Arg.starts_with("--target=") || Arg.starts_with("-m") ||
        Arg.starts_with("-x"))
      Family += " " + Arg.str();
    else if ((Arg == "-target" || Arg == "-arch") &&
             I + 1 != Command.NumOptions)
      Family += " " + Command.Args[I + 1];
  }
  return Family + " " + sys::path::extension(Command.Source).str();
}

/// A file of words for clang, where they are too many for a command line.
static Error writeResponseFile(StringRef Path, ArrayRef<std::string> Words) {
  std::error_code EC;
  raw_fd_ostream OS(Path, EC);
  if (EC)
    return errorCodeToError(EC);
  for (const std::string &Word : Words) {
    for (char C : Word) {
      if (isSpace(C) || StringRef("\\\"'").contains(C))
        OS << '\\';
      OS << C;
    }
    OS << '\n';
  }
  OS.close();
  EC = OS.error();
  OS.clear_error();
  return errorCodeToError(EC);
}

void UnitCompiler::run(const BitcodeCommand &Command, StringRef Directory,
                       StringRef Stem, Outcome &Result) {
  std::string Family = familyOf(Command);
  std::string Output = (Stem + ".bc").str(), Errors = (Stem + ".err").str();
  std::string ResponseFile = (Stem + ".rsp").str();
  // Each round drops an option at least; clang mostly names all at once.
  for (size_t Round = 0; Round <= Command.NumOptions; ++Round) {
    std::set<std::string> Leave;
    {
      std::lock_guard<std::mutex> Lock(Mutex);
      Leave = Refused[Family];
    }
    std::vector<std::string> Words =
        Command.words(Output, (Stem + ".d").str(), Leave);
    std::vector<StringRef> Refs(Words.begin(), Words.end());
    if (!sys::commandLineFitsWithinSystemLimits(Clang.Path, Refs)) {
      if (Error E = writeResponseFile(ResponseFile, Words)) {
        Result.Error =
            "cannot write '" + ResponseFile + "': " + toString(std::move(E));
        return;
      }
      // (Which quoting it has would depend on the mode.)
      Words = {"--rsp-quoting=posix", "@" + ResponseFile};
    }
    ProcessResult Process =
        runProcess(Clang.Path, Words, Directory, "", Errors);
    std::string Printed;
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(
            Errors, /*IsText=*/false, /*RequiresNullTerminator=*/false,
            /*IsVolatile=*/true))
      Printed = (*Buffer)->getBuffer().str();
    if (Process.Status == 0) {
      ErrorOr<std::unique_ptr<MemoryBuffer>> Bitcode = MemoryBuffer::getFile(
          Output, /*IsText=*/false, /*RequiresNullTerminator=*/false,
          /*IsVolatile=*/true);
      if (!Bitcode) {
        Result.Error =
            "cannot read what clang made: " + Bitcode.getError().message();
        return;
      }
      Result.Bitcode = std::move(*Bitcode);
      for (const std::string &Arg : Command.Args)
        if (Leave.count(Arg))
          Result.Dropped.push_back(Arg);
      return;
    }
    std::set<std::string> New = refusedOptions(
        Printed, ArrayRef(Command.Args).take_front(Command.NumOptions));
    size_t NumNew = 0;
    if (Process.Status > 0) {
      std::lock_guard<std::mutex> Lock(Mutex);
      for (const std::string &Option : New)
        NumNew += Refused[Family].insert(Option).second || !Leave.count(Option);
    }
    if (NumNew)
      continue;
    Result.Error = firstError(Printed).str();
    if (Process.Status < 0)
      Result.Error = "clang failed: " + Process.Problem +
                     (Result.Error.empty() ? "" : " (" + Result.Error + ")");
    else if (Result.Error.empty())
      Result.Error = "clang ended with status " + utostr(Process.Status) +
                     " and said nothing";
    // (What it had to say had no place either; it has removed its own file.)
    ErrorOr<sys::fs::space_info> Space = sys::fs::disk_space(Scratch);
    if (Space && Space->available < (1u << 20))
      Result.Error += ": No space left on device, in '" + Scratch + "'";
    return;
  }
  Result.Error = "clang refuses more and more of its options";
}

UnitCompiler::Outcome
UnitCompiler::compile(const BitcodeCommand &Command, StringRef Directory,
                      size_t Number, function_ref<bool(StringRef)> IsKnown) {
  Outcome Result;
  std::string Key;
  if (Cache) {
    Key = keyOf(Command, Directory);
    if (find(Key, Result, IsKnown))
      return Result;
  }
  SmallString<256> Stem(Scratch);
  sys::path::append(Stem, utostr(Number));
  run(Command, Directory, Stem, Result);
  if (ErrorOr<std::unique_ptr<MemoryBuffer>> File =
          MemoryBuffer::getFile(Stem + ".d"))
    for (const std::string &Path : parseDependencies((*File)->getBuffer()))
      Result.Dependencies.push_back(absolutePath(Directory, Path));
  if (Result.Bitcode && Cache && !Result.Dependencies.empty())
    store(Key, Result);
  for (StringRef Extension : {".bc", ".d", ".err", ".rsp"})
    (void)sys::fs::remove(Stem + Extension);
  return Result;
}
