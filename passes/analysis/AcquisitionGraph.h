//===- AcquisitionGraph.h - Lock order over the whole program ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The edges that functions add to the acquisition graph, put together: cycles
// that two or more contexts can close at the same time.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_ACQUISITIONGRAPH_H
#define SPINGUARD_ANALYSIS_ACQUISITIONGRAPH_H

#include "analysis/Program.h"
#include "analysis/Summary.h"
#include <map>
#include <optional>
#include <set>

namespace spinguard {

/// Locks that are acquired in orders that form a cycle: each edge ends in the
/// lock that the next one begins with, and the last one closes it.
struct OrderCycle {
  struct Edge {
    FunctionId Function; ///< In which both locks meet.
    AcquisitionEdge E;
    /// No place of the program: the system demands this order.
    bool Declared = false;
  };
  std::vector<Edge> Edges;
};

class AcquisitionGraph {
public:
  explicit AcquisitionGraph(const Program &P);

  using CallList =
      std::vector<std::pair<uint32_t, std::vector<llvm::StringRef>>>;

  /// Adds what a summary of \p F says; or the system, which calls an entry
  /// point \p F with locks held, as if it were \p F itself.
  void add(FunctionId F, const std::vector<AcquisitionEdge> &New,
           const CallList &HeldAtCalls);

  /// One cycle for each set of classes that has one: a shortest, of edges that
  /// can come from contexts that run at the same time, that no common gate
  /// lock keeps apart, and that readers do not pass.
  std::vector<OrderCycle> cycles();

private:
  void findContexts();
  void findGates();
  void addDeclared();
  bool isAlive(const OrderCycle::Edge &E) const {
    return E.Declared || Context[E.Function] != None;
  }
  bool excludes(const OrderCycle::Edge &A, const OrderCycle::Edge &B) const;
  bool canRunAtOnce(const OrderCycle &C) const;
  std::optional<OrderCycle> shortestThrough(size_t Edge) const;

  const Program &P;
  std::vector<OrderCycle::Edge> Edges;
  std::multimap<std::string, size_t> From; ///< Edges by what is held.
  /// By callee and caller: what the caller holds at all its calls.
  std::map<FunctionId, std::map<FunctionId, std::set<llvm::StringRef>>> Calls;
  /// What is held for sure whenever a function runs.
  std::map<FunctionId, std::set<llvm::StringRef>> Gates;
  /// By function: an entry point beside which nothing else runs (a module's
  /// first or last routine) is none; one that never runs twice at once is
  /// itself; others are many.
  enum : uint32_t { None = NoId - 1, Many = NoId };
  std::vector<uint32_t> Context;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_ACQUISITIONGRAPH_H
