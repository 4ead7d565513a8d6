//===- Paths.cpp - The path of an incident, as a list of steps ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Paths.h"

using namespace llvm;
using namespace spinguard;

/// Lays a path out step by step.
static void flatten(const Program &P, const PathRef &Path, unsigned Depth,
                    std::vector<PathStep> &Out) {
  constexpr unsigned MaxDepth = 14;
  constexpr size_t MaxSteps = 400;
  if (!Path || Depth > MaxDepth)
    return;
  for (const TraceStep &S : *Path) {
    if (Out.size() >= MaxSteps)
      return;
    PathStep X;
    X.K = S.K;
    X.Loc = P.loc(S.At);
    X.Function = S.At.M ? P.locFunction(*S.At.M, S.At.Loc, S.Function)
                        : S.Function.str();
    X.Text = S.Text;
    X.Depth = Depth;
    X.Doubts = S.Doubts;
    Out.push_back(std::move(X));
    flatten(P, S.Sub, Depth + 1, Out);
  }
}

/// Makes a path read as one that begins in the entry point.
static std::vector<PathStep> rebasePath(const Program &P, FunctionId F,
                                        const Role *R, const PathRef &Path,
                                        bool ThroughCaller) {
  const ProgramFunction &PF = P.functions()[F];
  const std::string &Name = P.symbols()[PF.Symbol].SourceName;
  std::vector<PathStep> Out, Flat;
  PathStep First;
  First.K = PathStep::Entry;
  First.Loc = P.loc(*PF.M, PF.F->Loc);
  First.Function = Name;
  First.Text = R ? "the system calls '" + Name + "' (" + R->Name + ")"
                 : "'" + Name + "' is called";
  Out.push_back(First);
  flatten(P, Path, 0, Flat);
  for (PathStep &S : Flat) {
    if (!ThroughCaller) {
      Out.push_back(std::move(S));
      continue;
    }
    // The call of the entry point itself, and the marker of its return.
    if (S.Depth == 0 &&
        (S.K == PathStep::Call || (S.K == PathStep::Return && S.Text.empty())))
      continue;
    if (S.Depth > 0)
      --S.Depth;
    else if (S.K == PathStep::Entry)
      S.Function = Name;
    Out.push_back(std::move(S));
  }
  return Out;
}

std::vector<PathStep> spinguard::pathFromEntry(const Program &P, FunctionId F,
                                               const Role *R,
                                               const PathRef &Path) {
  return rebasePath(P, F, R, Path, /*ThroughCaller=*/true);
}

std::vector<PathStep> spinguard::pathInFunction(const Program &P, FunctionId F,
                                                const PathRef &Path) {
  return rebasePath(P, F, nullptr, Path, /*ThroughCaller=*/false);
}
