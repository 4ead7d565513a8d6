//===- BuildPlan.cpp - Which units a build tree has -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BuildPlan.h"
#include "Input.h"
#include "Scratch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace llvm;
using namespace spinguard;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

bool PlannedUnit::operator<(const PlannedUnit &O) const {
  return std::tie(Command.Source, Command.Object, Command.Args) <
         std::tie(O.Command.Source, O.Command.Object, O.Command.Args);
}

namespace {

class Planner {
public:
  Planner(StringRef Path, ArrayRef<std::string> Files, const Options &O)
      : Path(Path), Files(Files), O(O) {}

  Expected<BuildPlan> run();

private:
  void rewrite(std::vector<CompileCommand> Commands);
  Error select();
  void merge();

  StringRef Path;
  ArrayRef<std::string> Files;
  const Options &O;
  BuildPlan Plan;
};

} // namespace

Expected<std::optional<ClangProgram>>
spinguard::chooseClang(const Options &O, std::string &NoClang) {
  if (O.Bitcode.value_or(BitcodeFrom::Auto) == BitcodeFrom::Build) {
    NoClang = "the build made no bitcode of it that can be read";
    return std::nullopt;
  }
  Expected<std::string> Scratch = scratchFolder();
  if (!Scratch)
    return Scratch.takeError();
  Expected<ClangProgram> Clang = findClang(O.Clang.value_or(""), *Scratch);
  if (Clang)
    return std::move(*Clang);
  if (O.Clang)
    return Clang.takeError();
  NoClang = toString(Clang.takeError());
  return std::nullopt;
}

void Planner::rewrite(std::vector<CompileCommand> Commands) {
  RewriteContext Context;
  Context.ExtraArgs = O.ExtraArgs;
  if (Plan.Clang)
    Context.BuiltinInclude = Plan.Clang->BuiltinInclude;
  for (CompileCommand &C : Commands) {
    PlannedUnit U;
    Expected<BitcodeCommand> Command = rewriteForBitcode(C, Context);
    if (Command) {
      U.Command = std::move(*Command);
      Plan.NumAssembly += U.Command.IsAssembly;
      if (U.Command.IsAssembly || U.Command.IsHeader)
        continue;
    } else {
      U.Problem = toString(Command.takeError());
      U.Command.Source = C.absolute(C.File);
    }
    U.Entry = std::move(C);
    Plan.Units.push_back(std::move(U));
  }
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
Error Planner::select() {
  std::vector<PlannedUnit> &Units = Plan.Units;
  if (Files.empty())
    return Error::success();
  std::vector<char> Keep(Units.size(), false);
  std::vector<PlannedUnit> Added;
  std::vector<std::string> RealSources;
  for (const PlannedUnit &U : Units) {
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
    for (StringRef From : {Here.str(), StringRef(Plan.Folder)}) {
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
    PlannedUnit U;
    U.Entry.File = U.Command.Source = File;
    U.IsFile = true;
    Added.push_back(std::move(U));
  }
  std::vector<PlannedUnit> Kept;
  for (size_t I = 0; I != Units.size(); ++I)
    if (Keep[I])
      Kept.push_back(std::move(Units[I]));
  std::move(Added.begin(), Added.end(), std::back_inserter(Kept));
  Units = std::move(Kept);
  return Error::success();
}

/// Keeps one unit a source, unless the build compiles it in ways that differ.
/// (A library that is made static and shared is one program.)
void Planner::merge() {
  std::set<std::vector<std::string>> Seen;
  llvm::erase_if(Plan.Units, [&](const PlannedUnit &U) {
    std::vector<std::string> Key = {U.Command.Source, U.Entry.Directory};
    for (const std::string &Arg : U.Command.Args)
      if (!is_contained({"-fPIC", "-fpic", "-fPIE", "-fpie"}, Arg))
        Key.push_back(Arg);
    return !Seen.insert(std::move(Key)).second;
  });
}

Expected<BuildPlan> Planner::run() {
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
  Plan.Folder = sys::fs::is_directory(Full)
                    ? Full.str().str()
                    : sys::path::parent_path(Full).str();
  Expected<std::optional<ClangProgram>> Clang = chooseClang(O, Plan.NoClang);
  if (!Clang)
    return Clang.takeError();
  Plan.Clang = std::move(*Clang);
  rewrite(std::move(*Commands));
  if (Error E = select())
    return std::move(E);
  if (Plan.Units.empty())
    return failure("'" + Path + "' has no unit to check");
  // The report does not depend on the order of the database.
  std::stable_sort(Plan.Units.begin(), Plan.Units.end());
  merge();
  return std::move(Plan);
}

Expected<BuildPlan> spinguard::planBuild(StringRef Path,
                                         ArrayRef<std::string> Files,
                                         const Options &O) {
  return Planner(Path, Files, O).run();
}
