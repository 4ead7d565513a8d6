//===- Report.cpp - Names and counts of a report ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The words for the report's enumerations, and its counts.
//
//===----------------------------------------------------------------------===//

#include "report/Report.h"
#include "report/Sinks.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/Support/ErrorHandling.h"

#ifndef SPINGUARD_VERSION
#define SPINGUARD_VERSION "0.1.0"
#endif

using namespace llvm;

namespace spinguard {

StringRef toolVersion() { return SPINGUARD_VERSION; }

AssumptionLists::AssumptionLists(Report &R) : R(R) {
  for (unsigned I = 0; I < R.AssumptionLists.size(); ++I)
    ByHash.emplace(hash_value(ArrayRef(R.AssumptionLists[I])), I);
}

unsigned AssumptionLists::add(std::vector<unsigned> List) {
  size_t Hash = hash_value(ArrayRef(List));
  auto [Begin, End] = ByHash.equal_range(Hash);
  for (auto It = Begin; It != End; ++It)
    if (R.AssumptionLists[It->second] == List)
      return It->second;
  unsigned Number = R.AssumptionLists.size();
  R.AssumptionLists.push_back(std::move(List));
  ByHash.emplace(Hash, Number);
  return Number;
}

StringRef toString(Severity S) {
  switch (S) {
  case Severity::Note:
    return "note";
  case Severity::Warning:
    return "warning";
  case Severity::Error:
    return "error";
  }
  llvm_unreachable("unknown severity");
}

StringRef toString(Verdict V) {
  switch (V) {
  case Verdict::Pass:
    return "Pass";
  case Verdict::Defect:
    return "Defect";
  case Verdict::NotApplicable:
    return "Not Applicable";
  case Verdict::Inconclusive:
    return "Inconclusive";
  }
  llvm_unreachable("unknown verdict");
}

StringRef toString(SiteStatus S) {
  switch (S) {
  case SiteStatus::Proven:
    return "proven";
  case SiteStatus::Reported:
    return "reported";
  case SiteStatus::Unproven:
    return "unproven";
  case SiteStatus::Unreached:
    return "unreached";
  }
  llvm_unreachable("unknown site status");
}

StringRef toString(Confidence C) {
  switch (C) {
  case Confidence::Low:
    return "low";
  case Confidence::Medium:
    return "medium";
  case Confidence::High:
    return "high";
  }
  llvm_unreachable("unknown confidence");
}

StringRef toString(PathStep::Kind K) {
  switch (K) {
  case PathStep::Entry:
    return "entry";
  case PathStep::Acquire:
    return "acquire";
  case PathStep::Release:
    return "release";
  case PathStep::Branch:
    return "branch";
  case PathStep::Call:
    return "call";
  case PathStep::Return:
    return "return";
  case PathStep::Exit:
    return "exit";
  case PathStep::Event:
    return "event";
  }
  llvm_unreachable("unknown kind of path step");
}

StringRef toString(BaselineState S) {
  switch (S) {
  case BaselineState::None:
    return "";
  case BaselineState::New:
    return "new";
  case BaselineState::Known:
    return "known";
  case BaselineState::Fixed:
    return "fixed";
  }
  llvm_unreachable("unknown baseline state");
}

ReportCounts::ReportCounts(const Report &R) {
  for (const Finding &F : R.Findings) {
    New += F.Baseline == BaselineState::New;
    switch (F.Level) {
    case Severity::Error:
      ++Errors;
      break;
    case Severity::Warning:
      ++Warnings;
      break;
    case Severity::Note:
      ++Notes;
      break;
    }
  }
  for (const LockSite &S : R.Sites) {
    if (!S.Runtime.empty())
      ++Runtime[S.Runtime];
    switch (S.Status) {
    case SiteStatus::Proven:
      ++Proven;
      break;
    case SiteStatus::Reported:
      ++Reported;
      break;
    case SiteStatus::Unproven:
      ++Unproven;
      break;
    case SiteStatus::Unreached:
      ++Unreached;
      break;
    }
  }
  for (const VerdictRow &Row : R.Verdicts) {
    switch (Row.V) {
    case Verdict::Pass:
      ++Passes;
      break;
    case Verdict::Defect:
      ++Defects;
      break;
    case Verdict::NotApplicable:
      ++NotApplicable;
      break;
    case Verdict::Inconclusive:
      ++Inconclusive;
      break;
    }
  }
}

} // namespace spinguard
