//===- JsonSupport.h - What the JSON-based sinks share ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pieces that our own JSON and SARIF's property bags have in common, so that a
// script reads verdicts and sites under the same keys from both.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_JSONSUPPORT_H
#define SPINGUARD_REPORT_JSONSUPPORT_H

#include "report/Report.h"
#include "report/Sinks.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace spinguard {

/// \p S as JSON requires it; names in bitcode may be any bytes.
inline std::string utf8(llvm::StringRef S) {
  return LLVM_LIKELY(llvm::json::isUTF8(S)) ? S.str() : llvm::json::fixUTF8(S);
}

inline void stringArray(llvm::json::OStream &J, llvm::StringRef Key,
                        llvm::ArrayRef<std::string> Items) {
  J.attributeArray(Key, [&] {
    for (const std::string &Item : Items)
      J.value(utf8(Item));
  });
}

/// A verdict as a key, where toString gives the word for people.
inline llvm::StringRef verdictKey(Verdict V) {
  switch (V) {
  case Verdict::Pass:
    return "pass";
  case Verdict::Defect:
    return "defect";
  case Verdict::NotApplicable:
    return "notApplicable";
  case Verdict::Inconclusive:
    return "inconclusive";
  }
  llvm_unreachable("unknown verdict");
}

/// The assumptions, and the lists of them that rows name. A list is one line:
/// some have thousands of numbers.
inline void assumptionAttributes(llvm::json::OStream &J, const Report &R) {
  stringArray(J, "assumptions", R.Assumptions);
  J.attributeArray("assumptionLists", [&] {
    for (const std::vector<unsigned> &List : R.AssumptionLists)
      J.rawValue([&](llvm::raw_ostream &OS) {
        OS << '[';
        llvm::interleave(List, OS, ",");
        OS << ']';
      });
  });
}

/// All of \p V but its place.
inline void verdictAttributes(llvm::json::OStream &J, const VerdictRow &V) {
  J.attribute("entryPoint", utf8(V.EntryPoint));
  J.attribute("role", utf8(V.Role));
  J.attribute("rule", utf8(V.RuleId));
  J.attribute("verdict", verdictKey(V.V));
  J.attribute("reason", utf8(V.Reason));
  J.attribute("assumptionList", int64_t(V.AssumptionList));
}

/// All of \p S but its place.
inline void siteAttributes(llvm::json::OStream &J, const LockSite &S) {
  J.attribute("api", utf8(S.Api));
  J.attribute("effect", utf8(S.Effect));
  J.attribute("lock", utf8(S.Lock));
  J.attribute("function", utf8(S.Function));
  J.attribute("status", toString(S.Status));
  J.attribute("reason", utf8(S.Reason));
  J.attribute("assumptionList", int64_t(S.AssumptionList));
  if (S.Runtime.empty())
    return;
  J.attribute("runtime", utf8(S.Runtime));
  J.attribute("runtimeReason", utf8(S.RuntimeReason));
}

/// How many sites there are of each status, and what becomes of how many of
/// them at run time.
inline void siteCounts(llvm::json::OStream &J, const ReportCounts &C) {
  J.attribute("proven", int64_t(C.Proven));
  J.attribute("reported", int64_t(C.Reported));
  J.attribute("unproven", int64_t(C.Unproven));
  J.attribute("unreached", int64_t(C.Unreached));
  if (C.Runtime.empty())
    return;
  J.attributeObject("runtime", [&] {
    for (const char *Word : {"checked", "leaf", "elided", "unchecked"}) {
      auto It = C.Runtime.find(Word);
      J.attribute(Word, int64_t(It == C.Runtime.end() ? 0 : It->second));
    }
  });
}

} // namespace spinguard

#endif // SPINGUARD_REPORT_JSONSUPPORT_H
