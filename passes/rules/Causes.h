//===- Causes.h - Findings of one cause -------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What one change of the code would mend is told once, however many entry
// points, calls or returns it shows at, and under however many rules.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RULES_CAUSES_H
#define SPINGUARD_RULES_CAUSES_H

#include "analysis/Analysis.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include <map>
#include <set>

namespace spinguard {

struct FindingGroup {
  Finding F; ///< Tells of all of them: the most certain, then the shortest.
  /// Entry points (indexes) that reach one of them, and by which rule.
  std::set<std::pair<size_t, llvm::StringRef>> Entries;
  std::set<std::pair<SourceLoc, std::string>> Places;
  bool OutOfScope = false;
};

/// What the finding \p F has for causes: findings that share one of these keys
/// are one. \p Released: somebody gives up what its acquire takes.
llvm::SmallVector<std::string, 4> causesOf(const Program &P, const Incident &I,
                                           const Finding &F, bool Released);

class FindingGroups {
public:
  void add(FindingGroup G, llvm::ArrayRef<std::string> Causes);
  /// In the order in which they came; those of locks that go out of scope last.
  std::vector<FindingGroup> take();

private:
  void join(size_t To, FindingGroup G);

  std::vector<FindingGroup> Groups;
  std::map<std::string, size_t> ByCause;
  llvm::EquivalenceClasses<size_t> Joined; ///< The leader's has the findings.
};

} // namespace spinguard

#endif // SPINGUARD_RULES_CAUSES_H
