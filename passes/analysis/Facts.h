//===- Facts.h - What a path knows about values -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The path condition, in a form that can be merged: for each term an interval
// and a few excluded values. Relations between two terms are facts about the
// boolean term that compares them; terms are hash-consed, so the same question
// asked again is the same term.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_FACTS_H
#define SPINGUARD_ANALYSIS_FACTS_H

#include "analysis/Term.h"
#include "llvm/ADT/SmallVector.h"
#include <limits>

namespace spinguard {

/// A set of 64-bit signed values: an interval without some of its points.
struct Range {
  int64_t Lo = std::numeric_limits<int64_t>::min();
  int64_t Hi = std::numeric_limits<int64_t>::max();
  llvm::SmallVector<int64_t, 2> Not; ///< Sorted; inside (Lo, Hi).

  static Range exactly(int64_t V) {
    Range R;
    R.Lo = R.Hi = V;
    return R;
  }
  static Range between(int64_t Lo, int64_t Hi) {
    Range R;
    R.Lo = Lo;
    R.Hi = Hi;
    return R;
  }
  static Range ofWidth(unsigned Width);

  bool isFull() const { return *this == Range(); }
  bool isEmpty() const { return Lo > Hi; }
  bool isSingle() const { return Lo == Hi; }
  bool contains(int64_t V) const;
  /// Both sets have a value in common.
  bool intersects(const Range &O) const;
  void exclude(int64_t V);
  void intersect(const Range &O);
  /// Smallest representable set that holds both.
  void unite(const Range &O);
  /// Moves bounds that \p Next pushed outwards to infinity, so that a loop's
  /// facts settle.
  void widen(const Range &Next);

  bool operator==(const Range &O) const {
    return Lo == O.Lo && Hi == O.Hi && Not == O.Not;
  }

private:
  void trim();
};

/// A range to keep: equal ones are one, for as long as the process runs. What
/// is known on all paths of a program are a few different ones.
class UniqueRange {
public:
  UniqueRange() : UniqueRange(Range()) {}
  UniqueRange(const Range &R);
  operator const Range &() const { return *R; }
  const Range *operator->() const { return R; }
  bool operator==(const UniqueRange &O) const { return R == O.R; }

private:
  const Range *R;
};

class FactSet {
public:
  using Fact = std::pair<TermId, Range>;

  const Range *lookup(TermId T) const;
  /// Replaces the fact on \p T; a full range removes it.
  void set(TermId T, Range R);
  void erase(TermId T);
  const std::vector<Fact> &all() const { return Facts; }
  std::vector<Fact> &all() { return Facts; }
  bool operator==(const FactSet &O) const { return Facts == O.Facts; }

private:
  std::vector<Fact> Facts; ///< Sorted by term.
};

/// What \p T can be on a path that knows \p F.
Range rangeOf(const TermArena &A, const FactSet &F, TermId T,
              unsigned Depth = 0);

/// 1, 0, or -1 when the path does not decide the condition.
int decide(const TermArena &A, const FactSet &F, TermId Cond,
           unsigned Depth = 0);

/// Adds "Cond is Value" to the path. False when that contradicts it.
bool assume(TermArena &A, FactSet &F, TermId Cond, bool Value,
            unsigned Depth = 0);

/// False when a decided comparison contradicts what is known of its operands.
bool isConsistent(const TermArena &A, const FactSet &F);

/// Whenever all of \p Special hold, so do all of \p General; both sorted.
bool coversFacts(const std::vector<FactSet::Fact> &General,
                 const std::vector<FactSet::Fact> &Special);

/// Adds "T is in R" to the path. False when that contradicts it.
bool assumeRange(TermArena &A, FactSet &F, TermId T, const Range &R,
                 unsigned Depth = 0);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_FACTS_H
