//===- SummaryJoin.h - One summary of runs by lock --------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that is simulated once for each group of its locks has a summary
// of each run. Most of what they say is the same: it is kept once.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SUMMARYJOIN_H
#define SPINGUARD_ANALYSIS_SUMMARYJOIN_H

#include "analysis/Summary.h"
#include <map>
#include <tuple>

namespace spinguard {

class SummaryJoin {
public:
  /// Adds the same function seen for other locks.
  void add(Summary From);
  /// To be called once, after the last add().
  Summary take();

private:
  void addPool(const Summary &From);
  void addFactor(std::vector<ExitCase> Cases);
  void addCall(CallHold C);
  PoolId at(PoolId Id) const { return Map[Id]; }
  void move(MaskState &M) const { M.Saved = at(M.Saved); }
  void move(std::vector<PoolId> &Ids) const;
  void move(std::vector<PoolFact> &Facts) const;

  /// Of a place, whatever is there.
  using Where = std::tuple<const FlowModule *, LocId, PoolId>;
  using TermKey = std::tuple<TermKind, uint8_t, uint8_t, uint8_t, uint32_t,
                             uint32_t, uint32_t, uint32_t, int64_t>;
  Summary To;
  std::vector<PoolId> Map; ///< Of the pool that is added.
  std::map<TermKey, PoolId> Terms;
  std::map<std::pair<std::string, std::string>, uint32_t> Labels;
  std::map<Where, std::vector<size_t>> Incidents, Uses, Edges;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SUMMARYJOIN_H
