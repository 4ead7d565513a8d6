//===- Main.cpp - The command-line tool -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// spinguard check | link | report | diff | rules | models, and what is in
// UnitCommands.h. The exit status is 0 for a clean program, 1 for findings, 2
// for a usage or input error, 3 if a verdict was given up.
//
//===----------------------------------------------------------------------===//

#include "BuildTree.h"
#include "CommandLine.h"
#include "Input.h"
#include "Interruption.h"
#include "KeptReport.h"
#include "ReportInput.h"
#include "RulesPage.h"
#include "Scratch.h"
#include "UnitCommands.h"
#include "ir/FoldFlow.h"
#include "plugin/Session.h"
#include "report/Baseline.h"
#include "report/LockTrace.h"
#include "report/Sinks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <sys/resource.h>

using namespace llvm;
using namespace spinguard;

/// Prints \p Print to the file that was asked for, or to standard output.
static ExitStatus print(const Options &O, ExitStatus Status,
                        function_ref<void(raw_ostream &)> Print) {
  if (Error E = writeFile(O.Output.value_or("-"), Print))
    return fail(std::move(E));
  return Status;
}

static bool useColor(const Options &O) {
  switch (O.Color.value_or(ColorWhen::Auto)) {
  case ColorWhen::Always:
    return true;
  case ColorWhen::Never:
    return false;
  case ColorWhen::Auto:
    return O.Output.value_or("-") == "-" && !sys::Process::GetEnv("NO_COLOR") &&
           sys::Process::StandardOutHasColors();
  }
  llvm_unreachable("all modes are covered");
}

/// Those of \p Files that were read. The others are named, and noted in \p R.
static std::vector<InputFile> leaveOut(std::vector<InputFile> Files,
                                       Report &R) {
  std::vector<InputFile> Good;
  for (InputFile &File : Files) {
    if (File.Error.empty()) {
      Good.push_back(std::move(File));
      continue;
    }
    StringRef Reason = File.Error;
    Reason.consume_front("spinguard: error: ");
    errs() << "spinguard: warning: '" << File.Path
           << "' is left out: " << Reason << '\n';
    R.LeftOut.push_back({File.Path, Reason.str()});
  }
  return Good;
}

/// The most memory that the process has had, in bytes.
static uint64_t peakMemory() {
  rusage Usage = {};
  getrusage(RUSAGE_SELF, &Usage);
  return uint64_t(Usage.ru_maxrss) << 10;
}

/// A thread has crashed. Others may run yet, and wait for its locks.
[[noreturn]] static void leaveFailed(Progress &Shown,
                                     const std::string &Message) {
  Shown.finish();
  errs() << "spinguard: error: the analysis failed and no verdict was reached"
         << (Message.empty() ? "" : ": ") << Message
         << "; this is a defect of spinguard, please report it\n";
  removeScratchFolder();
  std::_Exit(ExitIncomplete);
}

/// `check` and `link`.
static ExitStatus runCheck(CommandLine &Line) {
  Options &O = Line.O;
  if (Error E = O.inheritSurroundings())
    return fail(std::move(E));
  if (!O.Jobs)
    O.Jobs = 0; // One for each processor.
  Expected<CheckOptions> Check = makeCheckOptions(O);
  if (!Check)
    return fail(Check.takeError());
  Expected<ReportFilter> Filter = makeReportFilter(O);
  if (!Filter)
    return fail(Filter.takeError());

  Check->Statistics = Line.Stats;
  auto Started = std::chrono::steady_clock::now();
  Progress Shown(Line.Quiet);
  // (It outlives this function: signals come when they come.)
  auto &Interrupted = *new Interruption(Shown, [&O](const Report &R) {
    ExitStatus Status = exitStatusOf(R, FailOn::Any);
    print(O, Status,
          [&](raw_ostream &OS) { printReport(OS, R, O, useColor(O), Status); });
  });
  Report Partial; // What is known of the units before they are analysed.
  size_t NumUnread = 0;

  // A file that is named twice would define everything twice.
  StringSet<> Seen;
  llvm::erase_if(Line.Inputs, [&](const std::string &Path) {
    return !Seen.insert(Path).second;
  });

  std::vector<InputFile> Files;
  std::unique_ptr<ArtifactCache> Cache;
  if (Line.BuildDir.empty()) {
    Shown.begin("reading", 0);
    if (O.Cache && *O.Cache != "off") {
      Expected<std::unique_ptr<ArtifactCache>> Opened =
          ArtifactCache::open(*O.Cache);
      if (Opened)
        Cache = std::move(*Opened);
      else
        errs() << "spinguard: note: nothing is kept for the next run: "
               << toString(Opened.takeError()) << '\n';
    }
    InputContext Context(*Check->Models, Cache.get());
    Context.OnlyUnitFiles = Line.C == Command::Link;
    Files = readInputs(Line.Inputs, Context, Check->Jobs);
    Shown.finish();
    auto IsKept = [](const InputFile &F) { return F.CacheError.empty(); };
    if (auto It = find_if_not(Files, IsKept); It != Files.end())
      errs() << "spinguard: note: not all is kept for the next run: "
             << It->CacheError << '\n';
    if (Cache)
      Cache->prune();
  } else {
    Expected<BuildTree> Tree =
        readBuildTree(Line.BuildDir, Line.Inputs, O, *Check->Models,
                      Check->Jobs, Shown, Interrupted.stop());
    Shown.finish();
    removeScratchFolder();
    if (!Tree)
      return fail(Tree.takeError());
    for (const std::string &Note : Tree->Notes)
      errs() << "spinguard: note: " << Note << '\n';
    Files = leaveOut(std::move(Tree->Units), Partial);
    NumUnread = Tree->NumUnread;
    Cache = std::move(Tree->Cache);
  }
  std::vector<FlowModule *> Program;
  bool Failed = false;
  for (const InputFile &File : Files) {
    for (const std::string &Note : File.Notes)
      errs() << "spinguard: note: " << Note << '\n';
    if (!File.Error.empty() && !File.IsLeftOut) {
      errs() << File.Error << '\n';
      Failed = true;
    }
  }
  if (Failed)
    return ExitUsage;
  // The report is the same whatever the order of the command line: what the
  // order of modules decides (the definition that counts, ties) is decided by
  // their names.
  llvm::stable_sort(Files, [](const InputFile &L, const InputFile &R) {
    return std::tie(L.Unit, L.Path) < std::tie(R.Unit, R.Path);
  });
  if (Line.BuildDir.empty())
    Files = leaveOut(std::move(Files), Partial);
  if (Files.empty() && !NumUnread) {
    errs() << "spinguard: error: no unit is left to check\n";
    return ExitUsage;
  }
  for (const InputFile &File : Files)
    for (const std::unique_ptr<FlowModule> &M : File.Modules)
      Program.push_back(M.get());
  for (const FlowModule *M : Program)
    Partial.Inputs.push_back(M->Name);
  Interrupted.beginAnalysis(Partial, NumUnread);
  Shown.begin("analysing", 0);

  ExitStatus Status = ExitClean;
  int Signalled = 0;
  std::string Message;
  bool Finished = guarded(
      [&] {
        if (Line.Print != PrintWhat::Report)
          Shown.finish();
        std::vector<const FlowModule *> Modules(Program.begin(), Program.end());
        switch (Line.Print) {
        case PrintWhat::Report: {
          // What a run takes is told of a run.
          KeptReport Kept(Line.Stats ? nullptr : Cache.get(), Files, *Check);
          std::chrono::duration<double, std::milli> Reading =
              std::chrono::steady_clock::now() - Started;
          Report R;
          if (!Kept.take(R)) {
            Check->OnProgress = [&](size_t Done, size_t Total, size_t Found) {
              Shown.set(Done, Total, Found);
            };
            Check->Stop = &Interrupted.stopAnalysis();
            Check->OnThread = [&](function_ref<void()> Work) {
              std::string Why;
              if (!guardedHere(Work, Why))
                leaveFailed(Shown, Why);
            };
            foldCopies(Program);
            R = checkProgram(Modules, *Check, Kept.analysis());
            // (Why nothing is kept was said of the units already.)
            consumeError(Kept.keepAnalysis());
            if (!Interrupted.stopAnalysis())
              consumeError(Kept.keep(R));
          }
          R.LeftOut = std::move(Partial.LeftOut);
          if (R.Statistics) {
            R.Statistics->ReadingMs = Reading.count();
            R.Statistics->PeakBytes = peakMemory();
          }
          Shown.finish();
          Signalled = Interrupted.finish(R);
          if (Error E = finishReport(R, *Filter, O, ReportOrigin::Program)) {
            Status = fail(std::move(E));
            break;
          }
          Status = exitStatusOf(R, O.Fail.value_or(FailOn::Any));
          Status = print(O, Status, [&](raw_ostream &OS) {
            printReport(OS, R, O, useColor(O), Status);
          });
          break;
        }
        case PrintWhat::LockStates:
          Status = print(O, ExitClean, [&](raw_ostream &OS) {
            printLockStates(OS, Modules, *Check);
          });
          break;
        case PrintWhat::Summaries:
          Status = print(O, ExitClean, [&](raw_ostream &OS) {
            printSummaries(OS, Modules, *Check);
          });
          break;
        case PrintWhat::HoldTimes:
          Status = print(O, ExitClean, [&](raw_ostream &OS) {
            printHoldTimes(OS, Modules, *Check);
          });
          break;
        case PrintWhat::Contracts:
          Status = print(O, ExitClean, [&](raw_ostream &OS) {
            printContracts(OS, Modules, *Check);
          });
          break;
        case PrintWhat::Flow:
          Status = print(O, ExitClean, [&](raw_ostream &OS) {
            for (const FlowModule *M : Program)
              printFlow(OS, *M);
          });
          break;
        }
      },
      Message);
  if (!Finished)
    leaveFailed(Shown, Message);
  Shown.finish();
  return Signalled ? static_cast<ExitStatus>(Signalled) : Status;
}

/// (The runtime's options have the same environment variable, so that nothing
/// is read from the surroundings.)
static ExitStatus runReport(const CommandLine &Line) {
  const Options &O = Line.O;
  Expected<ReportFilter> Filter = makeReportFilter(O);
  if (!Filter)
    return fail(Filter.takeError());
  Expected<ReadReport> Read = readReports(Line.Inputs);
  if (!Read)
    return fail(Read.takeError());
  Report &R = Read->R;
  if (Error E = finishReport(
          R, *Filter, O, Read->HasLog ? ReportOrigin::Log : ReportOrigin::Runs))
    return fail(std::move(E));
  ExitStatus Status = exitStatusOf(R, O.Fail.value_or(FailOn::Any));
  return print(O, Status, [&](raw_ostream &OS) {
    printReport(OS, R, O, useColor(O), Status);
  });
}

static ExitStatus runDiff(CommandLine &Line) {
  Options &O = Line.O;
  Expected<ReadReport> Old = readReports(Line.Inputs[0]);
  if (!Old)
    return fail(Old.takeError());
  Expected<ReadReport> New = readReports(Line.Inputs[1]);
  if (!New)
    return fail(New.takeError());
  Report &R = New->R;
  compareWithBaseline(R, std::move(Old->R.Findings));
  ExitStatus Status = ExitClean;
  for (const Finding &F : R.Findings)
    if (F.Baseline == BaselineState::New)
      Status = ExitFindings;
  traceLocks(R);
  // As text, only what differs is of interest.
  if (O.Format.value_or(ReportFormat::Text) == ReportFormat::Text) {
    if (O.Show.empty())
      O.Show = {"fixed"};
    keepDifferences(R);
  } else if (O.Show.empty()) {
    O.Show = {"all"};
  }
  selectShown(R, O);
  return print(O, Status, [&](raw_ostream &OS) {
    printReport(OS, R, O, useColor(O), Status);
  });
}

/// Prints \p Text in lines of at most 78 columns.
static void printWrapped(raw_ostream &OS, StringRef Text, unsigned Indent) {
  unsigned Column = 0;
  for (StringRef Word : split(Text, ' ')) {
    if (Column && Column + 1 + Word.size() > 78) {
      OS << '\n';
      Column = 0;
    }
    if (!Column) {
      OS.indent(Indent) << Word;
      Column = Indent + Word.size();
    } else {
      OS << ' ' << Word;
      Column += 1 + Word.size();
    }
  }
  OS << '\n';
}

static ExitStatus runRules(const CommandLine &Line) {
  if (Line.Markdown)
    return print(Line.O, ExitClean, printRulesPage);
  return print(Line.O, ExitClean, [](raw_ostream &OS) {
    for (const RuleInfo &Rule : allRules()) {
      OS << Rule.Id << " (" << toString(Rule.Level) << "): " << Rule.Title
         << '\n';
      printWrapped(OS, Rule.Help, 2);
      OS << '\n';
    }
    OS << "Original names, the rules and the kinds of lock they select:\n";
    size_t Width = 0;
    for (const VerifierRule &V : allVerifierRules())
      Width = std::max(Width, V.Name.size());
    for (const VerifierRule &V : allVerifierRules()) {
      OS << "  " << left_justify(V.Name, Width) << "  " << V.Rules << "  ("
         << V.LockKinds << ")\n";
    }
  });
}

static ExitStatus runModels(CommandLine &Line) {
  if (Error E = Line.O.inheritSurroundings())
    return fail(std::move(E));
  // Rules and roles that the surroundings select have no say here.
  Options ModelsOnly;
  ModelsOnly.Models = Line.O.Models;
  Expected<CheckOptions> Check = makeCheckOptions(ModelsOnly);
  if (!Check)
    return fail(Check.takeError());
  return print(Options(), ExitClean, [&](raw_ostream &OS) {
    for (const ModelSet::FamilyInfo &F : Check->Models->families()) {
      OS << F.Name << ": " << F.Title << " (" << F.NumApis << " functions, "
         << F.NumRoles << " roles, " << F.NumRegistrations
         << " registrations)\n";
      if (!F.Source.empty())
        OS << "  from " << F.Source << '\n';
      for (const Role &R : Check->Models->roles()) {
        if (R.Family != F.Name)
          continue;
        OS << "  role " << R.Name;
        if (!R.Original.empty())
          OS << " (" << R.Original << ")";
        OS << '\n';
      }
      for (StringRef Name : Check->Models->apiNames())
        for (const Api &A : Check->Models->lookup(Name, TargetSystem::Any))
          if (A.Family == F.Name)
            OS << "  function " << Name << '\n';
    }
  });
}

int main(int Argc, char **Argv) {
  prepareReaders();
  ArrayRef<const char *> Words(Argv, Argc);
  Expected<CommandLine> Line = parseCommandLine(Words.drop_front());
  if (!Line)
    return fail(Line.takeError());
  if (Line->Help) {
    printHelp(outs(), Line->C);
    return ExitClean;
  }
  if (Line->Version) {
    outs() << "SpinGuard " << toolVersion() << " for LLVM "
           << LLVM_VERSION_STRING << '\n';
    return ExitClean;
  }
  switch (Line->C) {
  case Command::None:
    break;
  case Command::Check:
  case Command::Link:
    return runCheck(*Line);
  case Command::Summarize:
    return runSummarize(*Line);
  case Command::Compile:
    return runCompile(*Line);
  case Command::Ninja:
    return runNinja(*Line);
  case Command::Report:
    return runReport(*Line);
  case Command::Diff:
    return runDiff(*Line);
  case Command::Rules:
    return runRules(*Line);
  case Command::Models:
    return runModels(*Line);
  }
  return ExitUsage;
}
