//===- Rules.h - The rules as pure functions --------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The catalogue of rules, their selection by id or by original verifier name,
// and the step from an analysis result to a report.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RULES_RULES_H
#define SPINGUARD_RULES_RULES_H

#include "report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace spinguard {

enum class RuleKind : uint8_t {
#define RULE(Enumerator, Id, Severity, RoleBound, Title, Help, BugCheck)       \
  Enumerator,
#include "rules/Rules.def"
};

struct RuleInfo {
  RuleKind Kind;
  llvm::StringRef Id;
  Severity Level;
  bool RoleBound;
  llvm::StringRef Title;
  llvm::StringRef Help;
  llvm::StringRef BugCheck;
};

/// An original verifier rule: a name that selects some rules on some locks.
struct VerifierRule {
  llvm::StringRef Name;
  llvm::StringRef Rules;     ///< Comma-separated rule ids.
  llvm::StringRef LockKinds; ///< Comma-separated lock kinds, or "*".
  bool covers(llvm::StringRef RuleId, llvm::StringRef LockKind) const;
  /// True when it covers the rule for some lock kind.
  bool serves(llvm::StringRef RuleId) const;
};

llvm::ArrayRef<RuleInfo> allRules();
llvm::ArrayRef<VerifierRule> allVerifierRules();
const RuleInfo &ruleInfo(RuleKind K);
const RuleInfo *findRule(llvm::StringRef Id);
/// What to do about a finding of the rule; empty for an unknown one.
llvm::StringRef adviceOf(llvm::StringRef Id);

/// A choice of rules: by id, by original name, or both. Empty means all.
class RuleSelection {
public:
  /// Names are ids or original names; a name without model prefix
  /// ("CancelSpinLock") selects it in every model. An unknown name is an error
  /// that names the nearest known one.
  static llvm::Expected<RuleSelection> parse(llvm::ArrayRef<std::string> Names);

  bool includes(llvm::StringRef RuleId, llvm::StringRef LockKind) const;
  /// True when some lock kind could be reported under this rule.
  bool includesRule(llvm::StringRef RuleId) const;
  llvm::ArrayRef<std::string> names() const { return Names; }

private:
  std::vector<std::string> Names; ///< As given.
  std::vector<llvm::StringRef> Ids;
  std::vector<const VerifierRule *> Originals;
};

} // namespace spinguard

#endif // SPINGUARD_RULES_RULES_H
