//===- Feasibility.h - Can all that a path knows be so? ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The facts of a path speak of one term each and are not related by arithmetic
// (Facts.h). Where a finding rests on them, an SMT solver is asked whether they
// can be true together: a + b == 10 and a != 10 - b can not. Terms are bit
// vectors, and what a term's kind does not tell is any value, so that
// "impossible" is sound and "possible" is not proof.
//
// The solver is Z3, in the LLVM that this is linked with. Questions are bounded
// by their size and by Z3's own count of steps, never by time: the answers are
// the same on every machine.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_FEASIBILITY_H
#define SPINGUARD_ANALYSIS_FEASIBILITY_H

#include "analysis/Facts.h"
#include "report/Report.h"
#include <memory>

namespace spinguard {

class Feasibility {
public:
  enum class Answer : uint8_t { Possible, Impossible, Unknown };

  /// This build has a solver. Without one, nothing is ever impossible.
  static bool isAvailable();

  /// For facts on terms of \p T, at most \p MaxQuestions of which a solver is
  /// asked. Counts in \p Counts.
  Feasibility(const TermArena &T, RunStatistics::SolverCounts &Counts,
              unsigned MaxQuestions);
  ~Feasibility();

  /// Facts that have no variable in common are asked for one by one, and none
  /// twice. Those that Facts.h decides alone are not asked for.
  Answer check(const FactSet &Facts);

private:
  class Solver;
  std::unique_ptr<Solver> Impl;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_FEASIBILITY_H
