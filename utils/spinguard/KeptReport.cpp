//===- KeptReport.cpp - The report of a run like an earlier one -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KeptReport.h"
#include "report/ReportFile.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace spinguard;

KeptReport::KeptReport(const ArtifactCache *Cache, ArrayRef<InputFile> Units,
                       const CheckOptions &Check)
    : Cache(Cache) {
  if (!Cache)
    return;
  ArtifactKey Parts;
  Parts.add("report").add(toolIdentity()).add(Check.Models->image());
  Parts.add(utostr(Check.Budget));
  Parts.add(Check.HoldUs ? utostr(*Check.HoldUs) : "");
  Parts.add(utostr(Check.ClockMHz));
  Parts.add(utostr(unsigned(Check.Least)));
  Parts.add(utostr(Check.Roles.size()));
  for (const RoleAssignment &R : Check.Roles)
    Parts.add(R.Function).add(R.RoleName);
  Parts.add(utostr(Check.Rules.names().size()));
  for (const std::string &Name : Check.Rules.names())
    Parts.add(Name);
  for (const InputFile &Unit : Units)
    Parts.add(Unit.Content);
  Key = Parts.hex();
  // (An analysis does not depend on rules, and finds out of what is different
  // on its own.)
  ArtifactKey Names;
  Names.add("analysis").add(toolIdentity()).add(Check.Models->image());
  Names.add(utostr(Check.Budget));
  for (const InputFile &Unit : Units) {
    Names.add(Unit.Unit);
    for (size_t I = 0; I < Unit.Modules.size(); ++I)
      Analysis.Modules.push_back(Unit.Content + " " + utostr(I));
  }
  AnalysisKey = Names.hex();
}

KeptAnalysis *KeptReport::analysis() {
  if (!Cache)
    return nullptr;
  if (std::unique_ptr<MemoryBuffer> Entry = Cache->get("analysis", AnalysisKey))
    Analysis.Old = Entry->getBuffer().str();
  return &Analysis;
}

bool KeptReport::take(Report &R) const {
  std::unique_ptr<MemoryBuffer> Entry =
      Cache ? Cache->get("report", Key) : nullptr;
  if (!Entry)
    return false;
  Report Read;
  if (!readReportBytes(Entry->getBuffer(), Read))
    return false;
  R = std::move(Read);
  return true;
}

Error KeptReport::keep(const Report &R) const {
  return Cache ? Cache->put("report", Key, writeReportBytes(R))
               : Error::success();
}

Error KeptReport::keepAnalysis() const {
  return Cache && !Analysis.New.empty()
             ? Cache->put("analysis", AnalysisKey, Analysis.New)
             : Error::success();
}
