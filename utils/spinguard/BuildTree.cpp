//===- BuildTree.cpp - The units of a build -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BuildTree.h"
#include "BuildPlan.h"
#include "BuiltBitcode.h"
#include "Scratch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"
#include <set>

using namespace llvm;
using namespace spinguard;

namespace {

class Reader {
public:
  Reader(BuildPlan Plan, const Options &O, const ModelSet &Models,
         Progress &Shown, const std::atomic<bool> &Stop)
      : Plan(std::move(Plan)), O(O), Context(Models, openCache()), Shown(Shown),
        Stop(Stop) {}

  Expected<BuildTree> run(unsigned Jobs);

private:
  const ArtifactCache *openCache();
  void read(size_t I);
  void note();

  const BuildPlan Plan;
  const Options &O;
  std::unique_ptr<ArtifactCache> Cache;
  BuildTree Result;
  const InputContext Context;
  Progress &Shown;
  const std::atomic<bool> &Stop;

  std::unique_ptr<UnitCompiler> Compiler;
  std::vector<char> WasRead;
  std::vector<UnitCompiler::Outcome> Made; ///< Their bitcode is gone.
};

} // namespace

/// What cannot be cached is compiled each time: no reason to stop.
const ArtifactCache *Reader::openCache() {
  std::string Where = O.Cache.value_or("");
  if (Where == "off")
    return nullptr;
  SmallString<256> Default(Plan.Folder);
  sys::path::append(Default, ".spinguard");
  Expected<std::unique_ptr<ArtifactCache>> Opened =
      ArtifactCache::open(Where.empty() ? StringRef(Default) : Where);
  if (Opened)
    Cache = std::move(*Opened);
  else
    Result.Notes.push_back("nothing is kept for the next run: " +
                           toString(Opened.takeError()));
  return Cache.get();
}

UnitCompiler::Outcome
spinguard::makeBitcode(const PlannedUnit &U, const Options &O,
                       UnitCompiler *Compiler, StringRef NoClang, size_t Number,
                       function_ref<bool(StringRef)> IsKnown) {
  UnitCompiler::Outcome Made;
  if (!U.Problem.empty()) {
    Made.Error = U.Problem;
    return Made;
  }
  bool HasSource = sys::fs::exists(U.Command.Source);
  if (O.Bitcode.value_or(BitcodeFrom::Auto) != BitcodeFrom::Compile) {
    Made.Bitcode = findBuiltBitcode(U.Command, U.Entry.Directory,
                                    /*NeedsDebugInfo=*/Compiler && HasSource);
    if (Made.Bitcode) {
      Made.Dependencies.push_back(Made.Bitcode->getBufferIdentifier().str());
      if (HasSource)
        Made.Dependencies.push_back(U.Command.Source);
      return Made;
    }
  }
  if (!Compiler) {
    Made.Error = NoClang.str();
    return Made;
  }
  Made = Compiler->compile(U.Command, U.Entry.Directory, Number, IsKnown);
  if (!Made.Error.empty())
    Made.Error = "it does not compile: " + Made.Error;
  return Made;
}

void Reader::read(size_t I) {
  if (Stop)
    return;
  const PlannedUnit &U = Plan.Units[I];
  InputFile &File = Result.Units[I];
  if (U.IsFile) {
    File = std::move(readInputs({U.name()}, Context, 1).front());
  } else {
    std::string Message;
    bool Done = guarded(
        [&] {
          Made[I] = makeBitcode(
              U, O, Compiler.get(), Plan.NoClang, I,
              [&](StringRef Hash) { return Context.takeKept(File, Hash); });
          if (Made[I].Bitcode)
            readBuffer(File, *Made[I].Bitcode, Context);
          Made[I].Bitcode.reset();
        },
        Message);
    if (!Done) {
      File.Modules.clear();
      Made[I].Error =
          Message.empty() ? "it makes LLVM's reader crash" : Message;
    }
    if (!Made[I].Error.empty())
      File.Error = Made[I].Error;
  }
  // (What was ended half-way failed for no reason of its own.)
  if (Stop && !File.Error.empty()) {
    File.Error.clear();
    return;
  }
  WasRead[I] = true;
  Shown.unitDone();
}

std::string spinguard::droppedNote(ArrayRef<UnitCompiler::Outcome> Made) {
  std::set<std::string> Dropped;
  size_t NumUnits = 0;
  for (const UnitCompiler::Outcome &M : Made) {
    Dropped.insert(M.Dropped.begin(), M.Dropped.end());
    NumUnits += !M.Dropped.empty();
  }
  if (NumUnits == 0)
    return "";
  return "options that clang does not know were dropped in " +
         utostr(NumUnits) + (NumUnits == 1 ? " unit: " : " units: ") +
         join(Dropped, ", ");
}

/// What is to be said once, however many units it is about.
void Reader::note() {
  std::string Dropped = droppedNote(Made);
  if (!Dropped.empty())
    Result.Notes.push_back(std::move(Dropped));
  for (size_t I = 0; I != Made.size(); ++I) {
    const std::string &Error = Made[I].CacheError.empty()
                                   ? Result.Units[I].CacheError
                                   : Made[I].CacheError;
    if (Error.empty())
      continue;
    Result.Notes.push_back("not all is kept for the next run: " + Error);
    break;
  }
  if (Plan.NumAssembly)
    Result.Notes.push_back(utostr(Plan.NumAssembly) +
                           (Plan.NumAssembly == 1 ? " file" : " files") +
                           " of assembly left out");
}

Expected<BuildTree> Reader::run(unsigned Jobs) {
  if (Plan.Clang) {
    Expected<std::string> Scratch = scratchFolder();
    if (!Scratch)
      return Scratch.takeError();
    Compiler =
        std::make_unique<UnitCompiler>(*Plan.Clang, Cache.get(), *Scratch);
  }
  size_t NumUnits = Plan.Units.size();
  Result.Units.resize(NumUnits);
  WasRead.resize(NumUnits);
  Made.resize(NumUnits);
  for (size_t I = 0; I != NumUnits; ++I)
    Result.Units[I].Path = Result.Units[I].Unit = Plan.Units[I].Command.Source;
  Shown.begin("compiling", NumUnits);
  DefaultThreadPool Pool(hardware_concurrency(Jobs));
  for (size_t I = 0; I != NumUnits; ++I)
    Pool.async([this, I] { read(I); });
  Pool.wait();

  note();
  if (Cache)
    Cache->prune();
  std::vector<InputFile> Read;
  for (size_t I = 0; I != NumUnits; ++I) {
    InputFile &File = Result.Units[I];
    if (!WasRead[I]) {
      ++Result.NumUnread;
      continue;
    }
    // What is printed names the unit as its build does.
    if (!File.Error.empty())
      File.Path = Plan.Units[I].name();
    Read.push_back(std::move(File));
  }
  Result.Units = std::move(Read);
  Result.Cache = std::move(Cache);
  return std::move(Result);
}

Expected<BuildTree> spinguard::readBuildTree(StringRef Path,
                                             ArrayRef<std::string> Files,
                                             const Options &O,
                                             const ModelSet &Models,
                                             unsigned Jobs, Progress &Shown,
                                             const std::atomic<bool> &Stop) {
  Shown.begin("reading the build", 0);
  Expected<BuildPlan> Plan = planBuild(Path, Files, O);
  if (!Plan)
    return Plan.takeError();
  return Reader(std::move(*Plan), O, Models, Shown, Stop).run(Jobs);
}
