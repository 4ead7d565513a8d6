//===- Plugin.cpp - SpinGuard as an LLVM pass plugin ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The passes `spinguard`, `spinguard-instrument`, `print<spinguard>`,
// `print<spinguard-summaries>`, `print<spinguard-hold>`,
// `print<spinguard-contracts>` and `print<spinguard-flow>`, and the places in
// the compiler's and the linker's pipelines where the check, or instead of it
// instrumentation, runs by itself. The check works on a clone: only
// instrumentation changes the user's module.
//
//===----------------------------------------------------------------------===//

#include "analysis/Check.h"
#include "plugin/Compat.h"
#include "plugin/HostDiagnostics.h"
#include "plugin/Options.h"
#include "plugin/Session.h"
#include "report/Sinks.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PassManager.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include <cstdio>
#include <cstdlib>

// What the version check needs before anything of LLVM may be used. Weak, so
// that an LLVM without them is told apart too.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" [[gnu::weak]] void LLVMGetVersion(unsigned *Major, unsigned *Minor,
                                             unsigned *Patch);
namespace llvm::sys {
[[gnu::weak]] void RunInterruptHandlers();
} // namespace llvm::sys
// NOLINTEND(readability-identifier-naming)

using namespace llvm;
using namespace spinguard;

namespace {

/// Parameters of a pass as its name is parsed. LLVM splits a pipeline at every
/// comma, those between the angle brackets too, so that a list arrives in
/// pieces, as if the rest were passes of their own.
struct PassParameters {
  std::string Text;
  bool IsClosed = false; ///< The '>' was seen.
};

/// The part that all passes share: the parameters, and the clone.
class PassBase {
public:
  static bool isRequired() { return true; }

protected:
  explicit PassBase(std::shared_ptr<const PassParameters> Parameters)
      : Parameters(std::move(Parameters)) {}

  /// Ends the program with one sentence when something given is wrong: a pass
  /// that was asked for by name does not run on other terms.
  static void require(Error E) {
    if (E)
      report_fatal_error(Twine("SpinGuard: ") + toString(std::move(E)),
                         /*gen_crash_diag=*/false);
  }

  Options options() const {
    Options O;
    if (!Parameters->IsClosed)
      report_fatal_error("SpinGuard: the pass parameters '" +
                             Twine(Parameters->Text) + "' lack their '>'",
                         /*gen_crash_diag=*/false);
    require(O.parse(Parameters->Text));
    require(O.inheritSurroundings());
    return O;
  }

  static CheckOptions checkOptions(const Options &O) {
    Expected<CheckOptions> Check = makeCheckOptions(O);
    require(Check.takeError());
    return std::move(*Check);
  }

  static std::unique_ptr<FlowModule> lowerClone(const Module &M,
                                                const CheckOptions &Check) {
    return lowerModule(*CloneModule(M), *Check.Models);
  }

  std::shared_ptr<const PassParameters> Parameters;
};

/// `spinguard<…>`: the report, as the tool prints it.
class CheckPass : public PassBase, public PassInfoMixin<CheckPass> {
public:
  explicit CheckPass(std::shared_ptr<const PassParameters> P)
      : PassBase(std::move(P)) {}

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    Options O = options();
    CheckOptions Check = checkOptions(O);
    Expected<ReportFilter> Filter = makeReportFilter(O);
    require(Filter.takeError());
    std::unique_ptr<FlowModule> Flow = lowerClone(M, Check);
    Report R = checkProgram(Flow.get(), Check);
    require(finishReport(R, *Filter, O, ReportOrigin::Program));

    // A pass that prints does not end a pipeline, unless that is asked for.
    ExitStatus Status = exitStatusOf(R, O.Fail.value_or(FailOn::Never));
    bool Color = O.Color == ColorWhen::Always;
    if (O.Output)
      require(writeFile(*O.Output, [&](raw_ostream &OS) {
        printReport(OS, R, O, Color, Status);
      }));
    else
      printReport(errs(), R, O, Color, Status);
    if (Status == ExitFindings)
      require(
          createStringError(inconvertibleErrorCode(),
                            "the program breaks the rules (see the report)"));
    if (Status == ExitIncomplete)
      require(createStringError(inconvertibleErrorCode(),
                                "a verdict was given up (see the report)"));
    return PreservedAnalyses::all();
  }
};

/// `spinguard-instrument<…>`: hooks of the runtime around lock operations. The
/// report goes to a file that is asked for, and nowhere else.
class InstrumentPass : public PassBase, public PassInfoMixin<InstrumentPass> {
public:
  explicit InstrumentPass(std::shared_ptr<const PassParameters> P)
      : PassBase(std::move(P)) {}

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    Options O = options();
    require(instrument(M, O));
    return PreservedAnalyses::none();
  }

  static Error instrument(Module &M, Options O) {
    // What is not judged is not proven.
    O.Rules.clear();
    Expected<CheckOptions> Check = makeCheckOptions(O);
    if (!Check)
      return Check.takeError();
    InstrumentOptions Instrument = O.instrumentation();
    Instrument.WantsReport = O.Output.has_value();
    Report R = instrumentModule(M, *Check, Instrument);
    if (!O.Output)
      return Error::success();
    Expected<ReportFilter> Filter = makeReportFilter(O);
    if (!Filter)
      return Filter.takeError();
    if (Error E = finishReport(R, *Filter, O, ReportOrigin::Unit))
      return E;
    return writeFile(*O.Output, [&](raw_ostream &OS) {
      printReport(OS, R, O, O.Color == ColorWhen::Always, ExitClean);
    });
  }
};

/// The same as part of a compilation or a link, in place of the check, where
/// SPINGUARD_INSTRUMENT is set: to pass parameters, or to nothing.
class HostedInstrumentPass : public PassInfoMixin<HostedInstrumentPass> {
public:
  explicit HostedInstrumentPass(std::string Parameters)
      : Parameters(std::move(Parameters)) {}
  static bool isRequired() { return true; }

  static std::optional<std::string> parameters() {
    return sys::Process::GetEnv(Variable);
  }

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    if (Error E = instrument(M))
      diagnoseErrorToHost(M, toString(std::move(E)));
    return PreservedAnalyses::none();
  }

private:
  static constexpr StringLiteral Variable = "SPINGUARD_INSTRUMENT";

  Error instrument(Module &M) const {
    Options O;
    if (Error E = O.parse(Parameters))
      return createStringError(inconvertibleErrorCode(),
                               "in the environment variable " + Variable +
                                   ": " + toString(std::move(E)));
    if (Error E = O.inheritSurroundings())
      return E;
    return InstrumentPass::instrument(M, std::move(O));
  }

  std::string Parameters;
};

/// The printers: what the analysis knows, for tests and for the curious.
class PrintPass : public PassBase, public PassInfoMixin<PrintPass> {
public:
  enum What { LockStates, Summaries, HoldTimes, Contracts, Flow };
  PrintPass(What W, std::shared_ptr<const PassParameters> P)
      : PassBase(std::move(P)), W(W) {}

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    Options O = options();
    CheckOptions Check = checkOptions(O);
    std::unique_ptr<FlowModule> FM = lowerClone(M, Check);
    auto Print = [&](raw_ostream &OS) {
      switch (W) {
      case LockStates:
        return printLockStates(OS, FM.get(), Check);
      case Summaries:
        return printSummaries(OS, FM.get(), Check);
      case HoldTimes:
        return printHoldTimes(OS, FM.get(), Check);
      case Contracts:
        return printContracts(OS, FM.get(), Check);
      case Flow:
        return printFlow(OS, *FM);
      }
    };
    if (O.Output)
      require(writeFile(*O.Output, Print));
    else
      Print(errs());
    return PreservedAnalyses::all();
  }

private:
  What W;
};

/// The check as part of a compilation or a link: findings are diagnostics of
/// the host. Options come from the environment and the options file.
class HostedCheckPass : public PassInfoMixin<HostedCheckPass> {
public:
  explicit HostedCheckPass(DiagnosticHost Host) : Host(Host) {}
  static bool isRequired() { return true; }

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    if (Error E = check(M))
      diagnoseErrorToHost(M, toString(std::move(E)));
    return PreservedAnalyses::all();
  }

private:
  Error check(const Module &M) const {
    Options O;
    if (Error E = O.inheritSurroundings())
      return E;
    Expected<CheckOptions> Check = makeCheckOptions(O);
    if (!Check)
      return Check.takeError();
    Expected<ReportFilter> Filter = makeReportFilter(O);
    if (!Filter)
      return Filter.takeError();
    std::unique_ptr<FlowModule> Flow =
        lowerModule(*CloneModule(M), *Check->Models);
    Report R = checkProgram(Flow.get(), *Check);
    ReportOrigin Origin = Host == DiagnosticHost::Linker ? ReportOrigin::Program
                                                         : ReportOrigin::Unit;
    if (Error E = finishReport(R, *Filter, O, Origin))
      return E;

    // A file that was asked for is written besides the diagnostics.
    FailOn Fail = O.Fail.value_or(FailOn::Error);
    ExitStatus Status = exitStatusOf(R, Fail);
    if (O.Output)
      if (Error E = writeFile(*O.Output, [&](raw_ostream &OS) {
            printReport(OS, R, O, O.Color == ColorWhen::Always, Status);
          }))
        return E;

    if (!diagnoseToHost(M, R, Fail, Host)) {
      printReport(errs(), R, O, O.Color == ColorWhen::Always, Status);
      if (Status == ExitFindings)
        report_fatal_error("SpinGuard: the program breaks the rules (see the "
                           "report)",
                           /*gen_crash_diag=*/false);
    }
    return Error::success();
  }

  DiagnosticHost Host;
};

/// Recognises SpinGuard's names in a pass pipeline.
class PipelineParser {
public:
  bool operator()(StringRef Name, ModulePassManager &MPM,
                  ArrayRef<PassBuilder::PipelineElement>) {
    struct {
      StringLiteral Head, Tail;
      void (*Add)(ModulePassManager &, std::shared_ptr<const PassParameters>);
    } const Passes[] = {
        {"spinguard", "",
         [](ModulePassManager &MPM, auto P) {
           MPM.addPass(CheckPass(std::move(P)));
         }},
        {"spinguard-instrument", "",
         [](ModulePassManager &MPM, auto P) {
           MPM.addPass(InstrumentPass(std::move(P)));
         }},
        {"print<spinguard", ">",
         [](ModulePassManager &MPM, auto P) {
           MPM.addPass(PrintPass(PrintPass::LockStates, std::move(P)));
         }},
        {"print<spinguard-summaries", ">",
         [](ModulePassManager &MPM, auto P) {
           MPM.addPass(PrintPass(PrintPass::Summaries, std::move(P)));
         }},
        {"print<spinguard-hold", ">",
         [](ModulePassManager &MPM, auto P) {
           MPM.addPass(PrintPass(PrintPass::HoldTimes, std::move(P)));
         }},
        {"print<spinguard-contracts", ">",
         [](ModulePassManager &MPM, auto P) {
           MPM.addPass(PrintPass(PrintPass::Contracts, std::move(P)));
         }},
        {"print<spinguard-flow", ">",
         [](ModulePassManager &MPM, auto P) {
           MPM.addPass(PrintPass(PrintPass::Flow, std::move(P)));
         }},
    };
    for (const auto &Pass : Passes) {
      StringRef Rest = Name;
      if (!Rest.consume_front(Pass.Head))
        continue;
      bool HasParameters = Rest.consume_front(Pass.Tail.empty() ? "<" : ";");
      if (!HasParameters && Rest != Pass.Tail)
        continue;
      Open = std::make_shared<PassParameters>();
      if (HasParameters)
        take(Rest);
      else
        Open->IsClosed = true;
      Pass.Add(MPM, Open);
      return true;
    }

    // The rest of a list that a comma cut.
    if (!Open || Open->IsClosed)
      return false;
    Open->Text += ',';
    take(Name);
    return true;
  }

private:
  void take(StringRef Piece) {
    Open->IsClosed = Piece.consume_back(">");
    Open->Text += Piece;
    if (!Open->IsClosed)
      return;
    // Wrong parameters are told before anything runs.
    if (Error E = Options().parse(Open->Text))
      report_fatal_error("SpinGuard: " + Twine(toString(std::move(E))),
                         /*gen_crash_diag=*/false);
  }

  std::shared_ptr<PassParameters> Open;
};

} // namespace

static void registerCallbacks(PassBuilder &PB) {
  PB.registerPipelineParsingCallback(PipelineParser());
  // Before anything is inlined or merged: the calls of a program's own lock
  // functions are calls, and what is optimised later sees the hooks. In a
  // compiler, to load the plugin is to ask for the check.
  PB.registerPipelineStartEPCallback(
      [](ModulePassManager &MPM, OptimizationLevel) {
        if (auto Parameters = HostedInstrumentPass::parameters())
          MPM.addPass(HostedInstrumentPass(*Parameters));
        else
          MPM.addPass(HostedCheckPass(DiagnosticHost::Compiler));
      });
  // The whole program, with the linker.
  PB.registerFullLinkTimeOptimizationEarlyEPCallback(
      [](ModulePassManager &MPM, OptimizationLevel) {
        if (auto Parameters = HostedInstrumentPass::parameters())
          MPM.addPass(HostedInstrumentPass(*Parameters));
        else
          MPM.addPass(HostedCheckPass(DiagnosticHost::Linker));
      });
}

/// Ends the program with one sentence if it has another LLVM than the one this
/// was built for: no call into that LLVM would be safe. Uses the C library
/// only. What LLVM's own fatal errors clean up is cleaned up.
static void refuseOtherLLVM() {
  unsigned Major = 0, Minor = 0, Patch = 0;
  if (LLVMGetVersion)
    LLVMGetVersion(&Major, &Minor, &Patch);
  if (Major == BuiltForLLVM)
    return;
  if (Major)
    std::fprintf(stderr,
                 "SpinGuard: this plugin is built for LLVM %u and was loaded "
                 "into LLVM %u.%u.%u, which needs the plugin of its own "
                 "version (lib/spinguard/llvm-%u/SpinGuard.so).\n",
                 BuiltForLLVM, Major, Minor, Patch, Major);
  else
    std::fprintf(stderr,
                 "SpinGuard: this plugin is built for LLVM %u and was loaded "
                 "into a program with another LLVM, too old to tell its "
                 "version.\n",
                 BuiltForLLVM);
  if (llvm::sys::RunInterruptHandlers)
    llvm::sys::RunInterruptHandlers();
  std::exit(1);
}

extern "C" LLVM_ATTRIBUTE_VISIBILITY_DEFAULT ::llvm::PassPluginLibraryInfo
llvmGetPassPluginInfo() {
  refuseOtherLLVM();
  PassPluginLibraryInfo Info = {};
  Info.APIVersion = LLVM_PLUGIN_API_VERSION;
  Info.PluginName = "SpinGuard";
  Info.PluginVersion = toolVersion().data();
  Info.RegisterPassBuilderCallbacks = registerCallbacks;
  return Info;
}
