//===- RuleFunctions.h - What rules make of an analysis result --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RULES_RULEFUNCTIONS_H
#define SPINGUARD_RULES_RULEFUNCTIONS_H

#include "analysis/Analysis.h"
#include "rules/Rules.h"
#include <set>

namespace spinguard {

/// What a rule says of an incident; an empty message is "not mine".
struct Words {
  std::string Message, Advice;
};
Words wordsOf(RuleKind K, const Incident &I);

/// Keeps the part of a path that tells the story of one lock: the entry, what
/// happens from the first event of that lock on, and the end.
std::vector<PathStep> relevantPath(const Incident &I,
                                   llvm::ArrayRef<PathStep> P);

/// What is doubtful about an incident beside the steps of its path: bits of
/// Doubt.
DoubtSet doubtsOf(const Program &P, const LockStateResult &R,
                  const EntryResult &E, const Incident &I,
                  llvm::ArrayRef<PathStep> Path);
/// Sets the confidence of a finding by these doubts and those of its paths.
void weigh(Finding &F, DoubtSet Doubts);

/// A finding of a rule about the whole program, and the entry points (indexes)
/// that have part in it. What the rule itself says of it (level, advice,
/// fingerprint) is not filled in.
struct ProgramFinding {
  RuleKind Rule;
  Finding F;
  DoubtSet Doubts = NoDoubt; ///< Beside those of the paths.
  std::set<size_t> Entries;
};
/// \p HoldUs: the limit on hold time, if not what the model says.
std::vector<ProgramFinding> programFindings(const Program &P,
                                            const LockStateResult &R,
                                            std::optional<unsigned> HoldUs);

} // namespace spinguard

#endif // SPINGUARD_RULES_RULEFUNCTIONS_H
