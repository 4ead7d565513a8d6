//===- LockTrace.cpp - Which locks a path holds -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Locks are told apart by their source names here: a path is a story that is
// told in them. One that is called differently on the way counts as two.
//
//===----------------------------------------------------------------------===//

#include "report/LockTrace.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace spinguard {

/// "'Ext->Lock' is …" names its lock first.
static StringRef lockNamedBy(const PathStep &S) {
  StringRef Text = S.Text;
  if (!Text.consume_front("'"))
    return "";
  bool IsAboutLock =
      S.K == PathStep::Acquire || S.K == PathStep::Release ||
      Text.ends_with("' is held on entry") ||
      (S.K == PathStep::Event &&
       (Text.contains("' is acquired") || Text.contains("' is released")));
  return IsAboutLock ? Text.take_front(Text.find("' is ")) : StringRef();
}

static void tracePath(std::vector<PathStep> &Path) {
  // A lock that is held twice (shared, or recursively) is in it twice.
  std::vector<std::string> Held;
  for (PathStep &S : Path) {
    if (S.Lock.empty())
      S.Lock = lockNamedBy(S).str();
    bool Takes = S.K == PathStep::Acquire ||
                 StringRef(S.Text).ends_with("' is held on entry");
    if (!S.Lock.empty() && !S.OtherThread) {
      if (Takes) {
        Held.push_back(S.Lock);
      } else if (S.K == PathStep::Release) {
        auto It = llvm::find(reverse(Held), S.Lock);
        if (It != Held.rend())
          Held.erase(std::next(It).base());
      }
    }
    S.Held.clear();
    for (const std::string &Lock : Held)
      if (!is_contained(S.Held, Lock))
        S.Held.push_back(Lock);
  }
}

/// Where \p Lock was taken last before \p End.
static unsigned acquiredAt(ArrayRef<PathStep> Path, StringRef Lock,
                           unsigned End) {
  for (unsigned I = End; I-- != 0;)
    if (Path[I].Lock == Lock && is_contained(Path[I].Held, Lock) &&
        (I == 0 || !is_contained(Path[I - 1].Held, Lock)))
      return I;
  return 0;
}

static void traceOrder(Finding &F) {
  SmallVector<ArrayRef<PathStep>, 4> Paths = {F.Path};
  for (const RelatedPath &P : F.RelatedPaths)
    Paths.push_back(P.Path);

  // Each path ends with the acquisition that is out of order; what it holds
  // besides the locks of the cycle is no part of that.
  std::vector<std::optional<unsigned>> Last;
  std::vector<StringRef> Cycle;
  for (ArrayRef<PathStep> Path : Paths) {
    std::optional<unsigned> Found;
    for (unsigned I = 0; I != Path.size(); ++I)
      if (!Path[I].Lock.empty() &&
          (Path[I].K == PathStep::Acquire || Path[I].K == PathStep::Event))
        Found = I;
    Last.push_back(Found);
    if (Found)
      Cycle.push_back(Path[*Found].Lock);
  }
  for (unsigned P = 0; P != Paths.size(); ++P) {
    if (!Last[P] || *Last[P] == 0)
      continue;
    const PathStep &To = Paths[P][*Last[P]];
    for (const std::string &From : Paths[P][*Last[P] - 1].Held)
      if (From != To.Lock && is_contained(Cycle, From))
        F.Order.push_back(
            {From, To.Lock, P, acquiredAt(Paths[P], From, *Last[P]), *Last[P]});
  }
}

void traceLocks(Finding &F) {
  tracePath(F.Path);
  for (RelatedPath &P : F.RelatedPaths)
    tracePath(P.Path);
  if (F.RuleId == "lock-order-inversion" && F.Order.empty())
    traceOrder(F);
}

void traceLocks(Report &R) {
  for (std::vector<Finding> *List : {&R.Findings, &R.Suppressed, &R.Fixed})
    for (Finding &F : *List)
      traceLocks(F);
}

} // namespace spinguard
