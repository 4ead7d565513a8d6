//===- NinjaGraph.cpp - The check of a build as a Ninja graph -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names of files in the graph depend on the unit alone, so that a graph that is
// written anew finds what an earlier one made.
//
//===----------------------------------------------------------------------===//

#include "NinjaGraph.h"
#include "ArtifactCache.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

/// \p Word as a POSIX shell reads it.
static std::string quoted(StringRef Word) {
  auto IsPlain = [](char C) {
    return isAlnum(C) || StringRef("_-+=./,:@%").contains(C);
  };
  if (!Word.empty() && all_of(Word, IsPlain))
    return Word.str();
  std::string Out = "'";
  for (char C : Word)
    Out += C == '\'' ? std::string("'\\''") : std::string(1, C);
  return Out + "'";
}

/// \p Text as the value of a variable.
static std::string value(StringRef Text) {
  std::string Out;
  for (char C : Text)
    Out += C == '$' ? std::string("$$") : std::string(1, C);
  return Out;
}

/// \p Path where Ninja expects one.
static std::string path(StringRef Path) {
  std::string Out;
  for (char C : Path) {
    if (StringRef("$ :").contains(C))
      Out += '$';
    Out += C;
  }
  return Out;
}

static std::string absolute(StringRef Path) {
  SmallString<256> Full(Path);
  // (Where there is no working directory, it stays as it is.)
  if (!sys::fs::make_absolute(Full))
    sys::path::remove_dots(Full, /*remove_dot_dot=*/false);
  return std::string(Full);
}

namespace {

/// Words of a command, and the files that it reads beside its input.
struct StepOptions {
  std::string Words;
  std::vector<std::string> Files;

  void add(StringRef Name, StringRef Value) {
    Words += (" --" + Name + "=").str() + quoted(Value);
  }
  template <typename T>
  void add(StringRef Name, const std::optional<T> &Value) {
    if (Value)
      add(Name, *Value);
  }
  void addFile(StringRef Name, StringRef Path) {
    Files.push_back(absolute(Path));
    add(Name, Files.back());
  }
  void addFiles(StringRef Name, ArrayRef<std::string> Paths) {
    for (const std::string &Path : Paths)
      addFile(Name, Path);
  }
};

class Graph {
public:
  Graph(const BuildPlan &Plan, const CommandLine &Line)
      : Plan(Plan), Line(Line), O(Line.O) {}

  Expected<std::string> run();

private:
  Error check() const;
  void options();
  void rules();
  std::string unit(const PlannedUnit &U);
  void implicit(const StepOptions &Step);
  std::string nameOf(const PlannedUnit &U);

  const BuildPlan &Plan;
  const CommandLine &Line;
  const Options &O;
  std::string Text;
  raw_string_ostream OS{Text};
  std::string Tool;
  StepOptions Compile, Summarize, Link;
  StringSet<> Names;
};

} // namespace

/// A name with a line break cannot be written in a graph.
Error Graph::check() const {
  auto Fits = [](StringRef S) { return !S.contains('\n'); };
  for (const PlannedUnit &U : Plan.Units)
    if (!Fits(U.name()) || !Fits(U.Entry.Directory) ||
        !all_of(U.Entry.Words, Fits))
      return failure("'" + U.name() +
                     "' has a line break in its command, which Ninja cannot "
                     "have");
  return Error::success();
}

/// What each step has to know of what the user asked for.
void Graph::options() {
  if (O.Config)
    for (StepOptions *Step : {&Compile, &Summarize, &Link})
      Step->addFile("config", *O.Config);
  Compile.add("clang", O.Clang);
  if (O.Bitcode)
    Compile.add("bitcode", *O.Bitcode == BitcodeFrom::Build     ? "build"
                           : *O.Bitcode == BitcodeFrom::Compile ? "compile"
                                                                : "auto");
  for (const std::string &Arg : O.ExtraArgs)
    Compile.add("extra-arg", Arg);
  if (Plan.Clang)
    Compile.Files.push_back(Plan.Clang->Path);
  Summarize.addFiles("models", O.Models);
  Link.addFiles("models", O.Models);
  Link.addFiles("roles", O.Roles);
  Link.addFiles("suppressions", O.Suppressions);
  if (O.Baseline)
    Link.addFile("baseline", *O.Baseline);
  if (O.WriteBaseline)
    Link.add("write-baseline", absolute(*O.WriteBaseline));
  if (!O.Rules.empty())
    Link.add("rules", join(O.Rules, ","));
  if (!O.Show.empty())
    Link.add("show", join(O.Show, ","));
  Link.add("source-root",
           O.SourceRoot ? absolute(*O.SourceRoot) : absolute("."));
  if (O.Budget)
    Link.add("budget", utostr(*O.Budget));
  if (O.HoldUs)
    Link.add("hold-us", utostr(*O.HoldUs));
  if (O.ClockMHz)
    Link.add("clock-mhz", utostr(*O.ClockMHz));
  if (O.Least)
    Link.add("confidence", toString(*O.Least));
  static constexpr StringLiteral Kinds[] = {"any", "new", "error", "never"};
  Link.add("fail-on", Kinds[size_t(O.Fail.value_or(FailOn::Never))]);
}

void Graph::rules() {
  OS << "# The check of a build, written by 'spinguard ninja'.\n\n"
     << "ninja_required_version = 1.5\n\n";
  std::string Start;
  if (!Line.Launcher.empty())
    Start = value(Line.Launcher) + " ";
  Start += value(quoted(Tool));
  OS << "rule compile\n"
     << "  command = " << Start << " compile --keep-going"
     << value(Compile.Words)
     << " --depfile=$out.d --unit=$unit --directory=$directory $object -o $out "
        "-- $words\n"
     << "  depfile = $out.d\n"
     << "  deps = gcc\n"
     << "  description = Compiling $unit\n\n"
     << "rule summarize\n"
     << "  command = " << Start << " summarize --keep-going"
     << value(Summarize.Words) << " --unit=$unit -o $out $in\n"
     << "  description = Summarising $unit\n\n"
     << "rule link\n"
     << "  command = " << Start << " link" << value(Link.Words)
     << " -o $out @$out.units\n"
     << "  rspfile = $out.units\n"
     << "  rspfile_content = $in_newline\n"
     << "  description = Checking the program\n\n";
}

std::string Graph::nameOf(const PlannedUnit &U) {
  ArtifactKey Key;
  Key.add(U.Command.Source).add(U.Command.Object);
  std::string Base;
  for (char C : sys::path::stem(U.Command.Source))
    Base += isAlnum(C) || C == '-' || C == '_' ? C : '_';
  std::string Name = "units/" + Base + "-" + Key.hex().substr(0, 16);
  // Those that differ in their options only are told apart by them, too.
  if (!Names.insert(Name).second) {
    for (const std::string &Word : U.Entry.Words)
      Key.add(Word);
    Name = "units/" + Base + "-" + Key.hex().substr(0, 32);
  }
  return Name;
}

void Graph::implicit(const StepOptions &Step) {
  OS << " | " << path(Tool);
  for (const std::string &File : Step.Files)
    OS << ' ' << path(File);
  OS << '\n';
}

/// The steps of a unit. \returns its unit file.
std::string Graph::unit(const PlannedUnit &U) {
  std::string Name = nameOf(U);
  std::string Bitcode = Name + ".bc";
  if (U.IsFile) {
    Bitcode = absolute(U.name());
  } else {
    OS << "build " << Bitcode << ": compile";
    // (Ninja refuses a graph that lacks a file.)
    if (sys::fs::exists(U.Command.Source))
      OS << ' ' << path(U.Command.Source);
    implicit(Compile);
    OS << "  unit = " << value(quoted(U.name())) << '\n'
       << "  directory = " << value(quoted(U.Entry.Directory)) << "\n"
       << "  object =";
    if (!U.Entry.Output.empty())
      OS << value("--object=" + quoted(U.Entry.Output));
    OS << "\n  words =";
    for (const std::string &Word : U.Entry.Words)
      OS << ' ' << value(quoted(Word));
    OS << '\n';
  }
  OS << "build " << Name << ".sgs: summarize " << path(Bitcode);
  implicit(Summarize);
  OS << "  unit = " << value(quoted(U.Command.Source)) << "\n\n";
  return Name + ".sgs";
}

Expected<std::string> Graph::run() {
  if (Error E = check())
    return std::move(E);
  Tool = sys::fs::getMainExecutable(nullptr,
                                    reinterpret_cast<void *>(&ninjaGraph));
  static constexpr StringLiteral Formats[] = {"text", "json", "sarif", "html"};
  static constexpr StringLiteral Endings[] = {"txt", "json", "sarif", "html"};
  size_t Format = size_t(O.Format.value_or(ReportFormat::Sarif));
  Link.add("format", Formats[Format]);
  std::string Report = Line.ReportFile.empty()
                           ? ("report." + Endings[Format]).str()
                           : Line.ReportFile;
  options();
  rules();
  std::vector<std::string> Units;
  Units.reserve(Plan.Units.size());
  for (const PlannedUnit &U : Plan.Units)
    Units.push_back(unit(U));
  OS << "build " << path(Report) << ": link";
  for (const std::string &Unit : Units)
    OS << " $\n  " << Unit;
  implicit(Link);
  OS << "\ndefault " << path(Report) << '\n';
  OS.flush();
  return std::move(Text);
}

Expected<std::string> spinguard::ninjaGraph(const BuildPlan &Plan,
                                            const CommandLine &Line) {
  return Graph(Plan, Line).run();
}
