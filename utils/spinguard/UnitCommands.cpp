//===- UnitCommands.cpp - Commands that make one file of another ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitCommands.h"
#include "BuildTree.h"
#include "NinjaGraph.h"
#include "Scratch.h"
#include "ir/UnitFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

/// Prints an error. A diagnostic with its own place is printed as it is.
ExitStatus spinguard::fail(Error E) {
  handleAllErrors(std::move(E), [](const ErrorInfoBase &Info) {
    std::string Text = Info.message();
    bool IsComplete = StringRef(Text).contains(": error: ");
    errs() << (IsComplete ? "" : "spinguard: error: ")
           << StringRef(Text).rtrim() << '\n';
  });
  return ExitUsage;
}

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

static Error write(StringRef Path, StringRef Bytes) {
  return writeFile(Path, [&](raw_ostream &OS) { OS << Bytes; });
}

//===----------------------------------------------------------------------===//
// summarize
//===----------------------------------------------------------------------===//

/// Where the unit file of \p Input goes.
static Expected<std::string> outputOf(const CommandLine &Line) {
  if (Line.O.Output)
    return *Line.O.Output;
  StringRef Input = Line.Inputs.front();
  if (Input == "-")
    return failure("what is read from standard input needs a file to be "
                   "written to: -o FILE");
  SmallString<256> Path(Input);
  sys::path::replace_extension(Path, ".sgs");
  if (Path == Input)
    return failure("'" + Input + "' is a unit file already");
  return std::string(Path);
}

ExitStatus spinguard::runSummarize(CommandLine &Line) {
  Options &O = Line.O;
  if (Error E = O.inheritSurroundings())
    return fail(std::move(E));
  // Rules and roles have no say here.
  Options ModelsOnly;
  ModelsOnly.Models = O.Models;
  Expected<CheckOptions> Check = makeCheckOptions(ModelsOnly);
  if (!Check)
    return fail(Check.takeError());
  Expected<std::string> Output = outputOf(Line);
  if (!Output)
    return fail(Output.takeError());

  const std::string &Path = Line.Inputs.front();
  InputContext Context(*Check->Models);
  InputFile File;
  if (Line.Unit.empty()) {
    File = std::move(readInputs(Path, Context, 1).front());
  } else {
    ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
        MemoryBuffer::getFileOrSTDIN(Path);
    if (!Buffer)
      return fail(failure("cannot read '" + Path +
                          "': " + Buffer.getError().message()));
    File.Path = File.Unit = Line.Unit;
    std::string Message;
    if (!guarded([&] { readBuffer(File, **Buffer, Context); }, Message)) {
      File.Modules.clear();
      File.Error = Message.empty() ? "it makes LLVM's reader crash" : Message;
    }
  }
  for (const std::string &Note : File.Notes)
    errs() << "spinguard: note: " << Note << '\n';
  UnitFile Unit;
  if (!File.Error.empty() && !File.IsLeftOut) {
    if (!Line.KeepGoing) {
      errs() << File.Error << '\n';
      return ExitUsage;
    }
    StringRef Reason = File.Error;
    Reason.consume_front("spinguard: error: ");
    File.Error = Reason.str();
  }
  Unit.Name = std::move(File.Unit);
  if (File.Path != Unit.Name)
    Unit.Shown = std::move(File.Path);
  Unit.Models = Context.Digest;
  Unit.Modules = std::move(File.Modules);
  Unit.Notes = std::move(File.Notes);
  Unit.Error = std::move(File.Error);
  if (Error E = write(*Output, writeUnitFile(Unit, /*Small=*/true)))
    return fail(std::move(E));
  return ExitClean;
}

//===----------------------------------------------------------------------===//
// compile
//===----------------------------------------------------------------------===//

/// Whether make and Ninja can read \p Path in a rule.
static bool fitsInRule(StringRef Path) {
  return all_of(Path, [](char C) {
    return isAlnum(C) || C < 0 ||
           StringRef(" #$+?'&,/_:.~(){}%=@[]!-").contains(C);
  });
}

/// A rule of make: what \p Target depends on.
static std::string dependencyRule(StringRef Target,
                                  ArrayRef<std::string> Files) {
  std::string Rule;
  auto Add = [&](StringRef Path) {
    for (char C : Path) {
      if (C == ' ' || C == '#')
        Rule += '\\';
      else if (C == '$')
        Rule += '$';
      Rule += C;
    }
  };
  Add(Target);
  Rule += ':';
  for (StringRef File : Files) {
    Rule += " \\\n  ";
    Add(File);
  }
  return Rule + "\n";
}

/// Writes what the unit depends on for make and Ninja. Where that cannot be
/// said, it depends on a file that does not exist: there is always a next time.
static Error writeDependencies(StringRef Path, StringRef Target,
                               StringRef Source,
                               const UnitCompiler::Outcome &Made) {
  bool Complete = Made.Error.empty();
  std::vector<std::string> Files;
  for (const std::string &File : Made.Dependencies)
    if (fitsInRule(File))
      Files.push_back(File);
    else // (The source is an input of the step.)
      Complete &= File == Source;
  if (!Complete)
    Files.push_back((Target + ".again").str());
  return write(Path, dependencyRule(Target, Files));
}

namespace {

/// Removes the scratch folder at the end of a command.
struct ScratchFolderGuard {
  ~ScratchFolderGuard() { removeScratchFolder(); }
};

} // namespace

ExitStatus spinguard::runCompile(CommandLine &Line) {
  Options &O = Line.O;
  if (Error E = O.inheritSurroundings())
    return fail(std::move(E));
  ScratchFolderGuard Clean;
  const std::string Output = O.Output.value_or("-");
  PlannedUnit U;
  SmallString<256> Directory(Line.Directory);
  if (std::error_code EC = sys::fs::make_absolute(Directory))
    return fail(failure("cannot find '" + Directory + "': " + EC.message()));
  U.Entry.Directory = std::string(Directory);
  U.Entry.Words = std::move(Line.Inputs);
  U.Entry.File = Line.Unit;
  U.Entry.Output = Line.Object;
  U.Entry.IsWindows = isWindowsCommand(U.Entry.Directory, U.Entry.Words[0]);

  std::string NoClang;
  Expected<std::optional<ClangProgram>> Clang = chooseClang(O, NoClang);
  if (!Clang)
    return fail(Clang.takeError());
  RewriteContext Context;
  Context.ExtraArgs = O.ExtraArgs;
  std::unique_ptr<UnitCompiler> Compiler;
  if (const std::optional<ClangProgram> &Found = *Clang) {
    Expected<std::string> Scratch = scratchFolder();
    if (!Scratch)
      return fail(Scratch.takeError());
    Context.BuiltinInclude = Found->BuiltinInclude;
    Compiler = std::make_unique<UnitCompiler>(*Found, nullptr, *Scratch);
  }
  if (Expected<BitcodeCommand> Command = rewriteForBitcode(U.Entry, Context))
    U.Command = std::move(*Command);
  else
    U.Problem = toString(Command.takeError());

  UnitCompiler::Outcome Made;
  std::string Message;
  if (!guarded([&] { Made = makeBitcode(U, O, Compiler.get(), NoClang, 0); },
               Message))
    Made.Error = Message.empty() ? "it makes LLVM's reader crash" : Message;
  std::string Dropped = droppedNote(Made);
  if (!Dropped.empty())
    errs() << "spinguard: note: " << Dropped << '\n';
  std::string Bytes;
  if (Made.Error.empty()) {
    Bytes = Made.Bitcode->getBuffer().str();
  } else {
    UnitFile Unit;
    Unit.Name = U.Command.Source.empty() ? U.Entry.absolute(U.Entry.File)
                                         : U.Command.Source;
    Unit.Shown = U.Entry.File;
    Unit.Error = Made.Error;
    errs() << "spinguard: " << (Line.KeepGoing ? "warning" : "error") << ": '"
           << (Unit.Shown.empty() ? Unit.Name : Unit.Shown)
           << (Line.KeepGoing ? "' is left out: " : "': ") << Made.Error
           << '\n';
    if (!Line.KeepGoing)
      return ExitUsage;
    Bytes = writeUnitFile(Unit, /*Small=*/false);
  }
  if (Error E = write(Output, Bytes))
    return fail(std::move(E));
  if (!Line.DepFile.empty())
    if (Error E =
            writeDependencies(Line.DepFile, Output, U.Command.Source, Made))
      return fail(std::move(E));
  return ExitClean;
}

//===----------------------------------------------------------------------===//
// ninja
//===----------------------------------------------------------------------===//

ExitStatus spinguard::runNinja(CommandLine &Line) {
  Options &O = Line.O;
  // (What the surroundings say, they say to each step as well.)
  Options Here = O;
  if (Error E = Here.inheritSurroundings())
    return fail(std::move(E));
  ScratchFolderGuard Clean;
  Expected<BuildPlan> Plan = planBuild(Line.BuildDir, Line.Inputs, Here);
  if (!Plan)
    return fail(Plan.takeError());
  Expected<std::string> Graph = ninjaGraph(*Plan, Line);
  if (!Graph)
    return fail(Graph.takeError());
  if (Error E = write(O.Output.value_or("-"), *Graph))
    return fail(std::move(E));
  return ExitClean;
}
