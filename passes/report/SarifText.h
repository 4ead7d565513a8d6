//===- SarifText.h - How SARIF writes what a report says --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the SARIF sink and the reader of its logs must agree on: messages and
// the kinds of path steps.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_SARIFTEXT_H
#define SPINGUARD_REPORT_SARIFTEXT_H

#include "report/Report.h"
#include "llvm/ADT/ArrayRef.h"

namespace spinguard {

/// The key of our fingerprint among a result's partialFingerprints.
inline constexpr llvm::StringLiteral FingerprintKey = "spinguard/v1";

/// The message of a related location where the same happens again.
inline constexpr llvm::StringLiteral AlsoHere = "it happens here, too";

/// \p Text as a SARIF plain-text message: braces are doubled, because single
/// ones mean placeholders, and "](" is parted, because it would make a link.
std::string messageText(llvm::StringRef Text);

/// The text of a message that messageText() wrote.
std::string textOfMessage(llvm::StringRef Message);

/// \p Text ending as a sentence does.
std::string sentence(llvm::StringRef Text);

/// What threadFlowLocation.kinds has for a step; the first one is unique.
llvm::ArrayRef<llvm::StringRef> stepKinds(PathStep::Kind K);

} // namespace spinguard

#endif // SPINGUARD_REPORT_SARIFTEXT_H
