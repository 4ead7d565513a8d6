//===- Session.cpp - From options to a check, from a report to a file -----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "plugin/Session.h"
#include "report/Baseline.h"
#include "report/LockTrace.h"
#include "report/Sinks.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Errc.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

Expected<CheckOptions> spinguard::makeCheckOptions(const Options &O) {
  CheckOptions Check;

  if (O.Models.empty()) {
    // The defaults live as long as the program: share them without a copy.
    Check.Models = std::shared_ptr<const ModelSet>(&ModelSet::defaults(),
                                                   [](const ModelSet *) {});
  } else {
    auto Models = std::make_shared<ModelSet>(ModelSet::defaults());
    for (const std::string &Path : O.Models)
      if (Error E = Models->addYamlFile(Path))
        return std::move(E);
    Check.Models = std::move(Models);
  }

  for (const std::string &Path : O.Roles) {
    ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
    if (!Buffer)
      return failure("cannot read the role file '" + Path +
                     "': " + Buffer.getError().message());
    Expected<std::vector<RoleAssignment>> Rows =
        readRoleFile(**Buffer, *Check.Models);
    if (!Rows)
      return Rows.takeError();
    Check.Roles.insert(Check.Roles.end(), Rows->begin(), Rows->end());
  }

  Expected<RuleSelection> Rules = RuleSelection::parse(O.Rules);
  if (!Rules)
    return Rules.takeError();
  Check.Rules = std::move(*Rules);

  Check.Jobs = O.Jobs.value_or(1);
  if (Check.Jobs == 0)
    Check.Jobs = hardware_concurrency().compute_thread_count();
  if (O.Budget)
    Check.Budget = *O.Budget;
  if (O.HoldUs)
    Check.HoldUs = *O.HoldUs;
  if (O.ClockMHz)
    Check.ClockMHz = *O.ClockMHz;
  if (O.Least)
    Check.Least = *O.Least;
  return Check;
}

/// The directory that paths are relative to: the working directory unless the
/// user names another. Empty if it is not to be had.
static std::string sourceRoot(const Options &O) {
  SmallString<128> Root(O.SourceRoot.value_or("."));
  if (sys::fs::make_absolute(Root))
    return "";
  sys::path::remove_dots(Root, /*remove_dot_dot=*/true);
  return std::string(Root);
}

void spinguard::selectShown(Report &R, const Options &O) {
  bool ByDefault = O.Format == ReportFormat::Html;
  auto Shows = [&](StringRef What) {
    if (O.Show.empty())
      return ByDefault;
    return any_of(O.Show, [&](StringRef S) { return S == What || S == "all"; });
  };
  if (!Shows("suppressed"))
    R.Suppressed.clear();
  if (!Shows("fixed"))
    R.Fixed.clear();
}

Expected<ReportFilter> spinguard::makeReportFilter(const Options &O) {
  ReportFilter Filter;
  if (O.Fail == FailOn::New && !O.Baseline)
    return failure("'fail-on' cannot be 'new' without a baseline; add "
                   "--baseline FILE");
  for (const std::string &Path : O.Suppressions) {
    ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
    if (!Buffer)
      return failure("cannot read the suppression file '" + Path +
                     "': " + Buffer.getError().message());
    if (Error E = readSuppressionFile(**Buffer, Filter.Suppressions))
      return std::move(E);
  }
  if (O.Baseline) {
    Expected<std::vector<Finding>> Known = readBaseline(*O.Baseline);
    if (!Known)
      return Known.takeError();
    Filter.Baseline = std::move(*Known);
  }
  return std::move(Filter);
}

Error spinguard::finishReport(Report &R, const ReportFilter &Filter,
                              const Options &O, ReportOrigin Origin) {
  SuppressionOptions Suppress;
  Suppress.SourceRoot = sourceRoot(O);
  Suppress.InSource = Origin != ReportOrigin::Log;
  // What was left out may have what seems to be of no use.
  Suppress.TellUnused = Origin == ReportOrigin::Program && R.LeftOut.empty();
  applySuppressions(R, Filter.Suppressions, Suppress);
  if (Filter.Baseline)
    compareWithBaseline(R, *Filter.Baseline, Suppress.SourceRoot);
  if (O.WriteBaseline)
    if (Error E = writeFile(*O.WriteBaseline, [&](raw_ostream &OS) {
          writeBaseline(OS, R, Suppress.SourceRoot);
        }))
      return E;
  traceLocks(R);
  selectShown(R, O);
  return Error::success();
}

ExitStatus spinguard::exitStatusOf(const Report &R, FailOn Fail) {
  if (Fail == FailOn::Never)
    return ExitClean;
  for (const Finding &F : R.Findings)
    if (Fail == FailOn::Any ||
        (Fail == FailOn::Error && F.Level == Severity::Error) ||
        (Fail == FailOn::New && F.Baseline != BaselineState::Known))
      return ExitFindings;
  return R.isIncomplete() ? ExitIncomplete : ExitClean;
}

void spinguard::printReport(raw_ostream &OS, const Report &R, const Options &O,
                            bool Color, ExitStatus Status) {
  switch (O.Format.value_or(ReportFormat::Text)) {
  case ReportFormat::Text: {
    TextOptions Text;
    Text.Color = Color;
    Text.SourceRoot = O.SourceRoot.value_or("");
    writeText(OS, R, Text);
    break;
  }
  case ReportFormat::Json:
    writeJson(OS, R);
    break;
  case ReportFormat::Sarif: {
    SarifOptions Sarif;
    Sarif.SourceRoot = sourceRoot(O);
    Sarif.ExitCode = Status;
    writeSarif(OS, R, Sarif);
    break;
  }
  case ReportFormat::Html: {
    HtmlOptions Html;
    Html.SourceRoot = sourceRoot(O);
    writeHtml(OS, R, Html);
    break;
  }
  }
}

/// Prints to an open stream, piece by piece: a report of a large program is
/// large. The error is the system's.
static std::error_code printTo(raw_fd_ostream &OS,
                               function_ref<void(raw_ostream &)> Print) {
  Print(OS);
  OS.flush();
  std::error_code EC = OS.error();
  // An error that is left in the stream ends the program when it closes.
  OS.clear_error();
  return EC;
}

Error spinguard::writeFile(StringRef Path,
                           function_ref<void(raw_ostream &)> Print) {
  if (Path == "-") {
    if (std::error_code EC = printTo(outs(), Print))
      return failure("cannot write to standard output: " + EC.message());
    return Error::success();
  }

  auto Failed = [&](std::error_code EC) {
    return failure("cannot write '" + Path + "': " + EC.message());
  };

  // A device or a pipe cannot be replaced; it is written to.
  sys::fs::file_status Status;
  if (!sys::fs::status(Path, Status) && sys::fs::exists(Status) &&
      !sys::fs::is_regular_file(Status)) {
    if (sys::fs::is_directory(Status))
      return Failed(make_error_code(errc::is_a_directory));
    std::error_code EC;
    raw_fd_ostream OS(Path, EC);
    if (EC)
      return Failed(EC);
    if ((EC = printTo(OS, Print)))
      return Failed(EC);
    return Error::success();
  }

  Expected<sys::fs::TempFile> Temp =
      sys::fs::TempFile::create(Path + ".tmp%%%%%%%%");
  if (!Temp)
    return Failed(errorToErrorCode(Temp.takeError()));
  std::error_code EC;
  {
    raw_fd_ostream OS(Temp->FD, /*shouldClose=*/false);
    EC = printTo(OS, Print);
  }
  if (EC) {
    consumeError(Temp->discard());
    return Failed(EC);
  }
  if (Error E = Temp->keep(Path))
    return Failed(errorToErrorCode(std::move(E)));
  return Error::success();
}
