//===- Options.td - The command line of spinguard -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The visibility of an option says which sub-commands take it. An option of
// the group Shared is set by its name in spinguard::Options.
//
//===----------------------------------------------------------------------===//

include "llvm/Option/OptParser.td"

def TopLevel : OptionVisibility;
def CheckCommand : OptionVisibility;
def RulesCommand : OptionVisibility;
def ModelsCommand : OptionVisibility;
def ReportCommand : OptionVisibility;
def DiffCommand : OptionVisibility;

def Shared : OptionGroup<"options">, HelpText<"OPTIONS">;

class Flag_<string Name, string Help>
    : Flag<["--"], Name>, HelpText<Help>;

/// `--name VALUE` and `--name=VALUE`.
multiclass Value<string Name, string Meta, string Help,
                 list<OptionVisibility> Commands> {
  def NAME : Separate<["--"], Name>, MetaVarName<Meta>, HelpText<Help>,
             Visibility<Commands>, Group<Shared>;
  def NAME#_EQ : Joined<["--"], Name#"=">, Visibility<Commands>,
                 Alias<!cast<Option>(NAME)>;
}

def help : Flag_<"help", "Print this help">,
           Visibility<[TopLevel, CheckCommand, RulesCommand, ModelsCommand,
                       ReportCommand, DiffCommand]>;
def help_short : Flag<["-"], "h">, Alias<help>,
           Visibility<[TopLevel, CheckCommand, RulesCommand, ModelsCommand,
                       ReportCommand, DiffCommand]>;
def version : Flag_<"version", "Print the version">,
           Visibility<[TopLevel]>;

defm format : Value<"format", "FORMAT", "Format of the report: text, json, sarif or html", [CheckCommand, ReportCommand, DiffCommand]>;
defm output : Value<"output", "FILE", "Write the report to FILE instead of standard output", [CheckCommand, ReportCommand, DiffCommand]>;
def output_short : JoinedOrSeparate<["-"], "o">, Alias<output>,
           Visibility<[CheckCommand, ReportCommand, DiffCommand]>;
defm rules : Value<"rules", "LIST", "Check these rules only: ids or original names, separated by commas", [CheckCommand]>;
defm roles : Value<"roles", "FILE", "Read roles of entry points: YAML, or a header of '#define fun_ROLE Name'; may be repeated", [CheckCommand]>;
defm models : Value<"models", "FILE", "Add the lock APIs, roles and registrations of a YAML file; may be repeated", [CheckCommand, ModelsCommand]>;
defm fail_on : Value<"fail-on", "WHICH", "Findings that make the exit status 1: any (default), new, error or never", [CheckCommand, ReportCommand]>;
defm baseline : Value<"baseline", "FILE", "Tell new findings from those that FILE knows: a baseline, or an earlier report in SARIF", [CheckCommand, ReportCommand]>;
defm write_baseline : Value<"write-baseline", "FILE", "Write what is found now to FILE as a baseline", [CheckCommand, ReportCommand]>;
defm suppressions : Value<"suppressions", "FILE", "Suppress the findings that a YAML file names, with a reason; may be repeated", [CheckCommand, ReportCommand]>;
defm show : Value<"show", "LIST", "Also print findings that do not count: suppressed, fixed, all or none (default; all in HTML)", [CheckCommand, ReportCommand, DiffCommand]>;
defm source_root : Value<"source-root", "DIR", "Print paths relative to DIR and look there for sources", [CheckCommand, ReportCommand, DiffCommand]>;
defm color : Value<"color", "WHEN", "Colours in text: auto (default), always or never", [CheckCommand, ReportCommand, DiffCommand]>;
defm jobs : Value<"jobs", "N", "Threads; 0, the default, is one for each processor", [CheckCommand]>;
def jobs_short : JoinedOrSeparate<["-"], "j">, Alias<jobs>,
           Visibility<[CheckCommand]>;
def build_dir : JoinedOrSeparate<["-"], "p">, MetaVarName<"DIR">,
           HelpText<"Check the units that DIR/compile_commands.json has; the files and folders given select among them">,
           Visibility<[CheckCommand]>;
def build_dir_long : Separate<["--"], "build-dir">, Alias<build_dir>,
           Visibility<[CheckCommand]>;
def build_dir_EQ : Joined<["--"], "build-dir=">, Alias<build_dir>,
           Visibility<[CheckCommand]>;
def quiet : Flag<["-"], "q">, HelpText<"Do not show progress, on a terminal either">,
           Visibility<[CheckCommand]>;
def quiet_long : Flag<["--"], "quiet">, Alias<quiet>,
           Visibility<[CheckCommand]>;
defm clang : Value<"clang", "PROGRAM", "The clang that compiles the units of -p", [CheckCommand]>;
defm cache : Value<"cache", "DIR", "Keep what is made of the units of -p in DIR; 'off': keep nothing; otherwise in .spinguard below the build directory", [CheckCommand]>;
defm bitcode : Value<"bitcode", "WHICH", "The bitcode of the units of -p: what the 'build' made, what is 'compile'd for the check, or 'auto' (default), the first where it is", [CheckCommand]>;
defm extra_arg : Value<"extra-arg", "OPTION", "Add OPTION to the compiler's for the units of -p; may be repeated", [CheckCommand]>;
defm confidence : Value<"confidence", "LEVEL", "Tell findings of at least this confidence: low, medium (default) or high; the others are counted", [CheckCommand]>;
defm hold_us : Value<"hold-us", "N", "Limit on the time that a lock is held, in microseconds, for locks of all kinds", [CheckCommand]>;
defm budget : Value<"budget", "N", "Simulation steps for a function before its verdict is given up", [CheckCommand]>;
defm config : Value<"config", "FILE", "Read options from FILE; otherwise from .spinguard.yaml, where there is one", [CheckCommand, ModelsCommand]>;

defm print : Value<"print", "WHAT", "Print what the analysis knows instead of a report: lock-states, summaries or flow", [CheckCommand]>;
def markdown : Flag_<"markdown", "Print the reference page, docs/rules.md">,
           Visibility<[RulesCommand]>;
