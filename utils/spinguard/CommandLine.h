//===- CommandLine.h - The command line of spinguard ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the words of the command line to a command and its options.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_COMMANDLINE_H
#define SPINGUARD_UTILS_COMMANDLINE_H

#include "plugin/Options.h"
#include "llvm/ADT/ArrayRef.h"

namespace spinguard {

enum class Command : uint8_t {
  None,
  Check,
  Summarize,
  Link,
  Compile,
  Ninja,
  Report,
  Diff,
  Rules,
  Models
};

/// What `check` prints.
enum class PrintWhat : uint8_t {
  Report,
  LockStates,
  Summaries,
  HoldTimes,
  Contracts,
  Flow
};

struct CommandLine {
  Command C = Command::None;
  bool Help = false;
  bool Version = false;
  PrintWhat Print = PrintWhat::Report;
  std::vector<std::string> Inputs;
  std::string BuildDir; ///< Of `check -p`; empty: the inputs are the program.
  bool Quiet = false;
  bool Stats = false;     ///< Of `check` and `link`.
  std::string Unit;       ///< Of `summarize` and `compile`.
  bool KeepGoing = false; ///< Of `summarize` and `compile`.
  std::string Directory;  ///< Of `compile`.
  std::string Object;     ///< Of `compile`; or empty.
  std::string DepFile;    ///< Of `compile`; or empty.
  std::string Launcher;   ///< Of `ninja`.
  std::string ReportFile; ///< Of `ninja`.
  bool Markdown = false;  ///< Of `rules`.
  Options O;
};

/// Parses the words after the program's name. Response files (@FILE) are read.
llvm::Expected<CommandLine>
parseCommandLine(llvm::ArrayRef<const char *> Words);

/// The help text of a command.
void printHelp(llvm::raw_ostream &OS, Command C);

} // namespace spinguard

#endif // SPINGUARD_UTILS_COMMANDLINE_H
