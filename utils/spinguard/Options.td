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
def SummarizeCommand : OptionVisibility;
def LinkCommand : OptionVisibility;
def CompileCommand : OptionVisibility;
def NinjaCommand : OptionVisibility;

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
                       ReportCommand, DiffCommand, SummarizeCommand,
                       LinkCommand, CompileCommand, NinjaCommand]>;
def help_short : Flag<["-"], "h">, Alias<help>,
           Visibility<[TopLevel, CheckCommand, RulesCommand, ModelsCommand,
                       ReportCommand, DiffCommand, SummarizeCommand,
                       LinkCommand, CompileCommand, NinjaCommand]>;
def version : Flag_<"version", "Print the version">,
           Visibility<[TopLevel]>;

defm format : Value<"format", "FORMAT", "Format of the report: text, json, sarif or html", [CheckCommand, ReportCommand, DiffCommand, LinkCommand, NinjaCommand]>;
defm output : Value<"output", "FILE", "Write to FILE instead of standard output", [CheckCommand, ReportCommand, DiffCommand, LinkCommand, SummarizeCommand, CompileCommand, NinjaCommand]>;
def output_short : JoinedOrSeparate<["-"], "o">, Alias<output>,
           Visibility<[CheckCommand, ReportCommand, DiffCommand, LinkCommand,
                       SummarizeCommand, CompileCommand, NinjaCommand]>;
defm rules : Value<"rules", "LIST", "Check these rules only: ids or original names, separated by commas", [CheckCommand, LinkCommand, NinjaCommand]>;
defm roles : Value<"roles", "FILE", "Read roles of entry points: YAML, or a header of '#define fun_ROLE Name'; may be repeated", [CheckCommand, LinkCommand, NinjaCommand]>;
defm models : Value<"models", "FILE", "Add the lock APIs, roles and registrations of a YAML file; may be repeated", [CheckCommand, ModelsCommand, SummarizeCommand, LinkCommand, NinjaCommand]>;
defm fail_on : Value<"fail-on", "WHICH", "Findings that make the exit status 1: any (default), new, error or never", [CheckCommand, ReportCommand, LinkCommand, NinjaCommand]>;
defm baseline : Value<"baseline", "FILE", "Tell new findings from those that FILE knows: a baseline, or an earlier report in SARIF", [CheckCommand, ReportCommand, LinkCommand, NinjaCommand]>;
defm write_baseline : Value<"write-baseline", "FILE", "Write what is found now to FILE as a baseline", [CheckCommand, ReportCommand, LinkCommand, NinjaCommand]>;
defm suppressions : Value<"suppressions", "FILE", "Suppress the findings that a YAML file names, with a reason; may be repeated", [CheckCommand, ReportCommand, LinkCommand, NinjaCommand]>;
defm show : Value<"show", "LIST", "Also print findings that do not count: suppressed, fixed, all or none (default; all in HTML)", [CheckCommand, ReportCommand, DiffCommand, LinkCommand, NinjaCommand]>;
defm source_root : Value<"source-root", "DIR", "Print paths relative to DIR and look there for sources", [CheckCommand, ReportCommand, DiffCommand, LinkCommand, NinjaCommand]>;
defm color : Value<"color", "WHEN", "Colours in text: auto (default), always or never", [CheckCommand, ReportCommand, DiffCommand, LinkCommand]>;
defm jobs : Value<"jobs", "N", "Threads, to read and to analyse; 0, the default, is one for each processor", [CheckCommand, LinkCommand]>;
def jobs_short : JoinedOrSeparate<["-"], "j">, Alias<jobs>,
           Visibility<[CheckCommand, LinkCommand]>;
def build_dir : JoinedOrSeparate<["-"], "p">, MetaVarName<"DIR">,
           HelpText<"Take the units that DIR/compile_commands.json has; the files and folders given select among them">,
           Visibility<[CheckCommand, NinjaCommand]>;
def build_dir_long : Separate<["--"], "build-dir">, Alias<build_dir>,
           Visibility<[CheckCommand, NinjaCommand]>;
def build_dir_EQ : Joined<["--"], "build-dir=">, Alias<build_dir>,
           Visibility<[CheckCommand, NinjaCommand]>;
def quiet : Flag<["-"], "q">, HelpText<"Do not show progress, on a terminal either">,
           Visibility<[CheckCommand, LinkCommand]>;
def quiet_long : Flag<["--"], "quiet">, Alias<quiet>,
           Visibility<[CheckCommand, LinkCommand]>;
def stats : Flag_<"stats", "Add to a report in text or JSON what the run took: runs, steps, give-ups, times and memory">,
           Visibility<[CheckCommand, LinkCommand]>;
defm clang : Value<"clang", "PROGRAM", "The clang that compiles the units of -p", [CheckCommand, CompileCommand, NinjaCommand]>;
defm cache : Value<"cache", "DIR", "Keep what is made of the units of -p in DIR; 'off': keep nothing; otherwise in .spinguard below the build directory", [CheckCommand]>;
defm bitcode : Value<"bitcode", "WHICH", "The bitcode of the units of -p: what the 'build' made, what is 'compile'd for the check, or 'auto' (default), the first where it is", [CheckCommand, CompileCommand, NinjaCommand]>;
defm extra_arg : Value<"extra-arg", "OPTION", "Add OPTION to the compiler's for the units of -p; may be repeated", [CheckCommand, CompileCommand, NinjaCommand]>;
defm confidence : Value<"confidence", "LEVEL", "Tell findings of at least this confidence: low, medium (default) or high; the others are counted", [CheckCommand, LinkCommand, NinjaCommand]>;
defm hold_us : Value<"hold-us", "N", "Limit on the time that a lock is held, in microseconds, for locks of all kinds", [CheckCommand, LinkCommand, NinjaCommand]>;
defm clock_mhz : Value<"clock-mhz", "N", "Clock rate that estimates of hold times go by, in MHz; 2000 by default", [CheckCommand, LinkCommand, NinjaCommand]>;
def markdown : Flag_<"markdown", "Print the reference page, docs/rules.md">,
           Visibility<[RulesCommand]>;
defm budget : Value<"budget", "N", "Simulation steps for a function before its verdict is given up", [CheckCommand, LinkCommand, NinjaCommand]>;
defm config : Value<"config", "FILE", "Read options from FILE; otherwise from .spinguard.yaml, where there is one", [CheckCommand, ModelsCommand, SummarizeCommand, LinkCommand, CompileCommand, NinjaCommand]>;

defm print : Value<"print", "WHAT", "Print what the analysis knows instead of a report: lock-states, summaries, hold-times, contracts or flow", [CheckCommand, LinkCommand]>;

/// As Value, but of one command, and no option of spinguard::Options.
multiclass Own<string Name, string Meta, string Help,
               list<OptionVisibility> Commands> {
  def NAME : Separate<["--"], Name>, MetaVarName<Meta>, HelpText<Help>,
             Visibility<Commands>;
  def NAME#_EQ : Joined<["--"], Name#"=">, Visibility<Commands>,
                 Alias<!cast<Option>(NAME)>;
}
defm unit : Own<"unit", "NAME", "What the unit is called, by which units are sorted: for 'compile' its source, for 'summarize' otherwise the name of the file", [SummarizeCommand, CompileCommand]>;
def keep_going : Flag_<"keep-going", "Where there is no unit to be had, write a file that says so, and why: the check leaves it out, by name">,
           Visibility<[SummarizeCommand, CompileCommand]>;
defm directory : Own<"directory", "DIR", "Where the command runs; otherwise here", [CompileCommand]>;
defm object : Own<"object", "FILE", "The object file that the build makes of the unit, where COMMAND does not say it", [CompileCommand]>;
defm depfile : Own<"depfile", "FILE", "Write what the unit depends on to FILE, as rules of make", [CompileCommand]>;
defm launcher : Own<"launcher", "COMMAND", "Put COMMAND before the command of each step: a scheduler's, or one that runs it elsewhere", [NinjaCommand]>;
defm report : Own<"report", "FILE", "The file that the graph is to make; otherwise 'report' and the ending of its format", [NinjaCommand]>;
