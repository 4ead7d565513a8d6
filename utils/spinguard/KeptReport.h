//===- KeptReport.h - The report of a run like an earlier one ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where neither units nor options changed, what the analysis would say is in
// the cache: the report as the rules made it. Where units changed, there is
// what the analysis found of the functions of the others.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_UTILS_KEPTREPORT_H
#define SPINGUARD_UTILS_KEPTREPORT_H

#include "ArtifactCache.h"
#include "Input.h"
#include "analysis/Check.h"
#include "analysis/FunctionMemo.h"

namespace spinguard {

class KeptReport {
public:
  /// Of the program that \p Units, sorted, are. \p Cache may be null.
  KeptReport(const ArtifactCache *Cache, llvm::ArrayRef<InputFile> Units,
             const CheckOptions &Check);

  /// \returns false where there is none.
  bool take(Report &R) const;

  /// The error is a sentence. Nothing depends on it.
  llvm::Error keep(const Report &R) const;

  /// What an earlier analysis of units of these names left; null without a
  /// cache.
  KeptAnalysis *analysis();
  /// Keeps what this one leaves.
  llvm::Error keepAnalysis() const;

private:
  const ArtifactCache *Cache;
  std::string Key, AnalysisKey;
  KeptAnalysis Analysis;
};

} // namespace spinguard

#endif // SPINGUARD_UTILS_KEPTREPORT_H
