//===- CommandLine.cpp - The command line of spinguard --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "plugin/Compat.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;
using llvm::opt::DefaultVis;

namespace {

enum ID {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

/// The visibilities of Options.td; the first bit is llvm::opt::DefaultVis.
enum CommandVisibility : unsigned {
  TopLevel = 1 << 1,
  CheckCommand = 1 << 2,
  RulesCommand = 1 << 3,
  ModelsCommand = 1 << 4,
  ReportCommand = 1 << 5,
  DiffCommand = 1 << 6,
  SummarizeCommand = 1 << 7,
  LinkCommand = 1 << 8,
  CompileCommand = 1 << 9,
  NinjaCommand = 1 << 10,
};

#if SPINGUARD_OPTION_STRINGS
#define OPTTABLE_STR_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_STR_TABLE_CODE
#define OPTTABLE_PREFIXES_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE
#else
#define PREFIX(NAME, VALUE)                                                    \
  constexpr StringLiteral NAME##_init[] = VALUE;                               \
  constexpr ArrayRef<StringLiteral> NAME(NAME##_init,                          \
                                         std::size(NAME##_init) - 1);
#include "Options.inc"
#undef PREFIX
#endif

constexpr opt::OptTable::Info InfoTable[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

class ToolOptTable : public opt::GenericOptTable {
public:
  ToolOptTable() : SPINGUARD_OPTION_BASE(InfoTable) {}
};

/// What help and parser know of a command.
struct CommandInfo {
  Command C;
  StringLiteral Name;
  StringLiteral Usage;
  StringLiteral Title;
  StringLiteral Footer;
  unsigned Visibility;
  bool TakesInputs;
};

constexpr StringLiteral TopLevelFooter = R"(COMMANDS:
  check      Check programs for violations of the spin-lock rules
  summarize  Write what the check needs of one unit to a unit file
  link       Check unit files as one program
  compile    Make the bitcode of one unit of a build
  ninja      Write the check of a build directory as a Ninja graph
  report     Print a SARIF log, or what instrumented programs reported, as check does
  diff       Compare two SARIF logs: what is new, and what was fixed
  rules      List the rules, and the original names that select them
  models     List the known lock APIs, roles and registrations

'spinguard COMMAND --help' tells more. Options are also read from the
environment variable SPINGUARD_OPTIONS ('name=value;name=value') and from the
file .spinguard.yaml ('name: value'), under the names they have here.
)";

constexpr StringLiteral CheckFooter = R"(EXIT STATUS:
  0  nothing was found
  1  there are findings
  2  usage or input error
  3  no findings, but a verdict was given up or a unit left out
  128 + N  ended by signal N (130: Ctrl-C); the report says what it lacks
)";

constexpr StringLiteral SummarizeFooter =
    R"(The unit file is FILE with the ending .sgs, or what --output says. It serves
every check that has the same models, on any machine.

EXIT STATUS:
  0  the unit file was written
  2  usage or input error
)";

constexpr StringLiteral CompileFooter =
    R"(COMMAND is the one that the build compiles the unit with.

EXIT STATUS:
  0  the file was written
  2  usage or input error
)";

constexpr StringLiteral NinjaFooter =
    R"(Each step of the graph makes a file of files, by a command that needs nothing
else: 'compile' and 'summarize' for each unit, and one 'link'. Unless --fail-on
is given, findings do not make it fail.

EXIT STATUS:
  0  the graph was written
  2  usage or input error
)";

constexpr StringLiteral ReportFooter =
    R"(FILE is a SARIF log that check, report or diff wrote, or the JSON lines of a
program that was built with SPINGUARD_INSTRUMENT and run with
SPINGUARD_OPTIONS=json_path=FILE. No other option is read from there or from
.spinguard.yaml here.

EXIT STATUS:
  0  nothing was reported
  1  there are findings
  2  usage or input error
)";

constexpr StringLiteral DiffFooter = R"(EXIT STATUS:
  0  nothing in NEW is new
  1  there are new findings
  2  usage or input error
)";

constexpr CommandInfo Commands[] = {
    {Command::None, "", "spinguard COMMAND [options]",
     "static checker of spin-lock discipline on LLVM bitcode", TopLevelFooter,
     TopLevel, false},
    {Command::Check, "check",
     "spinguard check [options] FILE...\n"
     "       spinguard check [options] -p BUILD_DIR [FILE...]",
     "checks bitcode (.bc) and textual IR (.ll) files, or the units of a build "
     "directory, all together as one program; '-' is standard input",
     CheckFooter, CheckCommand, true},
    {Command::Summarize, "summarize", "spinguard summarize [options] FILE",
     "writes what the check needs of one file of bitcode or textual IR to a "
     "unit file (.sgs), for 'spinguard link'; '-' is standard input",
     SummarizeFooter, SummarizeCommand, true},
    {Command::Link, "link", "spinguard link [options] FILE...",
     "checks unit files, all together as one program; the report is that of "
     "'spinguard check' of what they were made of",
     CheckFooter, LinkCommand, true},
    {Command::Compile, "compile",
     "spinguard compile [options] --unit FILE -o OUTPUT -- COMMAND...",
     "makes the bitcode of one unit as 'spinguard check -p' does: finds what "
     "the build made, or compiles it with the options of the build",
     CompileFooter, CompileCommand, true},
    {Command::Ninja, "ninja",
     "spinguard ninja [options] -p BUILD_DIR [FILE...]",
     "writes the work of 'spinguard check -p' as a Ninja graph", NinjaFooter,
     NinjaCommand, true},
    {Command::Report, "report", "spinguard report [options] FILE...",
     "merges SARIF logs and the JSON lines of instrumented programs, and "
     "prints "
     "them as a report; '-' is standard input",
     ReportFooter, ReportCommand, true},
    {Command::Diff, "diff", "spinguard diff [options] OLD NEW",
     "compares two reports by the fingerprints of their findings; each is a "
     "SARIF log, or JSON lines of an instrumented program",
     DiffFooter, DiffCommand, true},
    {Command::Rules, "rules", "spinguard rules [options]", "lists the rules",
     "", RulesCommand, false},
    {Command::Models, "models", "spinguard models [options]",
     "lists what is known of lock APIs, roles and registrations", "",
     ModelsCommand, false},
};

} // namespace

static const CommandInfo &infoOf(Command C) {
  return Commands[static_cast<unsigned>(C)];
}

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

/// "check, report and models", with \p And before the last.
static std::string listOfCommands(StringRef And) {
  std::string List;
  for (const CommandInfo &C : drop_begin(Commands)) {
    bool IsLast = &C == std::prev(std::end(Commands));
    if (!List.empty())
      List += IsLast ? (" " + And + " ").str() : ", ";
    List += C.Name;
  }
  return List;
}

static Error unknownOption(const ToolOptTable &Table, StringRef Word,
                           const CommandInfo &Info) {
  std::string Nearest;
  std::string Help = "'spinguard " + Info.Name.str() +
                     (Info.Name.empty() ? "" : " ") + "--help' lists them";
  if (Table.findNearest(Word, Nearest, opt::Visibility(Info.Visibility)) < 3)
    return failure("unknown option '" + Word + "'; did you mean '" + Nearest +
                   "'?");
  return failure("unknown option '" + Word + "'; " + Help);
}

Expected<CommandLine>
spinguard::parseCommandLine(ArrayRef<const char *> Words) {
  CommandLine Result;
  BumpPtrAllocator Alloc;
  StringSaver Saver(Alloc);

  // The command is the first word that is no option.
  SmallVector<const char *, 32> Args(Words.begin(), Words.end());
  cl::ExpansionContext Expansion(Alloc, cl::TokenizeGNUCommandLine);
  if (Error E = Expansion.expandResponseFiles(Args))
    return std::move(E);
  if (!Args.empty() && Args[0][0] != '-') {
    StringRef Name = Args[0];
    const CommandInfo *Found = nullptr, *Nearest = nullptr;
    unsigned NearestDistance = 3;
    for (const CommandInfo &C : drop_begin(Commands)) {
      if (C.Name == Name)
        Found = &C;
      unsigned Distance = Name.edit_distance(C.Name);
      if (Distance < NearestDistance) {
        NearestDistance = Distance;
        Nearest = &C;
      }
    }
    if (!Found && Nearest)
      return failure("there is no command '" + Name + "'; did you mean '" +
                     Nearest->Name + "'?");
    if (!Found)
      return failure("there is no command '" + Name + "'; the commands are " +
                     listOfCommands("and"));
    Result.C = Found->C;
    Args.erase(Args.begin());
  }

  const CommandInfo &Info = infoOf(Result.C);
  ToolOptTable Table;
  // What follows "--" is another program's command.
  if (Result.C == Command::Compile)
    if (auto It = find_if(Args, [](StringRef A) { return A == "--"; });
        It != Args.end()) {
      Result.Inputs.assign(std::next(It), Args.end());
      Args.erase(It, Args.end());
    }
  unsigned MissingIndex, MissingCount;
  opt::InputArgList Parsed = Table.ParseArgs(Args, MissingIndex, MissingCount,
                                             opt::Visibility(Info.Visibility));
  if (MissingCount)
    return failure(Twine("option '") + Parsed.getArgString(MissingIndex) +
                   "' needs a value");

  for (const opt::Arg *A : Parsed) {
    switch (A->getOption().getID()) {
    case OPT_INPUT:
      if (Result.C == Command::Compile)
        return failure("the command of the unit, '" + Twine(A->getValue()) +
                       " …', follows '--'");
      Result.Inputs.push_back(A->getValue());
      break;
    case OPT_UNKNOWN:
      return unknownOption(Table, A->getAsString(Parsed), Info);
    case OPT_help:
      Result.Help = true;
      break;
    case OPT_version:
      Result.Version = true;
      break;
    case OPT_build_dir:
      Result.BuildDir = A->getValue();
      if (Result.BuildDir.empty())
        return failure("option '-p' needs a build directory");
      break;
    case OPT_unit:
      Result.Unit = A->getValue();
      break;
    case OPT_keep_going:
      Result.KeepGoing = true;
      break;
    case OPT_directory:
      Result.Directory = A->getValue();
      break;
    case OPT_object:
      Result.Object = A->getValue();
      break;
    case OPT_depfile:
      Result.DepFile = A->getValue();
      break;
    case OPT_launcher:
      Result.Launcher = A->getValue();
      break;
    case OPT_report:
      Result.ReportFile = A->getValue();
      break;
    case OPT_quiet:
      Result.Quiet = true;
      break;
    case OPT_stats:
      Result.Stats = true;
      break;
    case OPT_markdown:
      Result.Markdown = true;
      break;
    case OPT_print: {
      StringRef What = A->getValue();
      if (What == "lock-states")
        Result.Print = PrintWhat::LockStates;
      else if (What == "summaries")
        Result.Print = PrintWhat::Summaries;
      else if (What == "hold-times")
        Result.Print = PrintWhat::HoldTimes;
      else if (What == "contracts")
        Result.Print = PrintWhat::Contracts;
      else if (What == "flow")
        Result.Print = PrintWhat::Flow;
      else
        return failure("option 'print' cannot be '" + What +
                       "': the choices are lock-states, summaries, hold-times, "
                       "contracts, flow");
      break;
    }
    default:
      if (Error E = Result.O.set(A->getOption().getName(), A->getValue()))
        return std::move(E);
      break;
    }
  }

  if (Result.Help || Result.Version)
    return std::move(Result);
  if (Result.C == Command::None && Result.Inputs.empty())
    return failure("a command is needed: " + listOfCommands("or") +
                   "; 'spinguard --help' tells more");
  if (!Info.TakesInputs && !Result.Inputs.empty())
    return failure("'spinguard " + Info.Name +
                   "' takes no file, but there is '" + Result.Inputs.front() +
                   "'");
  if (Result.C == Command::Compile && Result.Inputs.empty())
    return failure("there is no command to compile the unit with; it follows "
                   "'--'");
  if (Result.C == Command::Compile && Result.Unit.empty())
    return failure("'spinguard compile' needs the source of the unit, as its "
                   "command names it: --unit FILE");
  if (Result.C == Command::Compile && !Result.O.Output)
    return failure("'spinguard compile' needs a file to write to: -o FILE");
  if (Result.C == Command::Ninja && Result.BuildDir.empty())
    return failure("'spinguard ninja' needs a build directory: -p DIR");
  if (Result.C == Command::Summarize && Result.Inputs.size() > 1)
    return failure("'spinguard summarize' takes one file at a time, but there "
                   "are " +
                   Twine(Result.Inputs.size()));
  if (Info.TakesInputs && Result.Inputs.empty() && Result.BuildDir.empty())
    return failure("there is no file to " + Info.Name + "; 'spinguard " +
                   Info.Name + " --help' tells more");
  if (Result.C == Command::Diff && Result.Inputs.size() != 2)
    return failure("'spinguard diff' compares two files, an old report and a "
                   "new one, but there " +
                   Twine(Result.Inputs.size() == 1 ? "is " : "are ") +
                   Twine(Result.Inputs.size()));
  return std::move(Result);
}

void spinguard::printHelp(raw_ostream &OS, Command C) {
  const CommandInfo &Info = infoOf(C);
  ToolOptTable().printHelp(OS, Info.Usage.data(), Info.Title.data(),
                           /*ShowHidden=*/false, /*ShowAllAliases=*/false,
                           opt::Visibility(Info.Visibility));
  if (!Info.Footer.empty())
    OS << '\n' << Info.Footer;
}
