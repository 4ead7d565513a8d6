//===- Fingerprint.h - The stable identity of a finding ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A baseline and a code-scanning service recognise a finding from one run to
// the next by its fingerprint. It must survive what does not change the defect
// (lines that move, another checkout directory, renumbered temporaries) and
// differ where the defect differs (rule, function, lock, way to get there).
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_FINGERPRINT_H
#define SPINGUARD_REPORT_FINGERPRINT_H

#include "report/Report.h"

namespace spinguard {

/// 32 hexadecimal digits made of \p F's rule, function, lock and path; the
/// same under every LLVM version and on every host. Two findings in one
/// function on one lock by equally shaped paths share a fingerprint: whoever
/// matches fingerprints counts them.
std::string fingerprintOf(const Finding &F);

} // namespace spinguard

#endif // SPINGUARD_REPORT_FINGERPRINT_H
