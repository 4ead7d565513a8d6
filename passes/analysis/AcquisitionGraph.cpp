//===- AcquisitionGraph.cpp - Lock order over the whole program -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/AcquisitionGraph.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <deque>

using namespace llvm;
using namespace spinguard;

AcquisitionGraph::AcquisitionGraph(const Program &P)
    : P(P), Context(P.functions().size(), None) {
  findContexts();
}

/// The node that a lock is: its class, or the single lock where the order
/// within a class is what counts.
static std::string nodeOf(const LockIdentity &L, bool WithinClass) {
  if (L.isHandler())
    return ("handler of " + L.Class).str();
  return WithinClass ? ("=" + L.Instance).str() : L.Class.str();
}

static bool isWithinClass(const AcquisitionEdge &E) {
  return E.From.Class == E.To.Class && E.From.isHandler() == E.To.isHandler();
}

void AcquisitionGraph::add(FunctionId F,
                           const std::vector<AcquisitionEdge> &Added,
                           const CallList &HeldAtCalls) {
  for (const AcquisitionEdge &E : Added) {
    std::string Node = nodeOf(E.From, isWithinClass(E));
    bool Known = false;
    for (auto [I, End] = From.equal_range(Node); I != End; ++I) {
      OrderCycle::Edge &O = Edges[I->second];
      // A function that is seen with several callbacks says it more than once.
      Known |= O.Function == F && O.E.Loc == E.Loc &&
               O.E.From.Class == E.From.Class && O.E.To.Class == E.To.Class;
    }
    if (Known)
      continue;
    From.emplace(std::move(Node), Edges.size());
    Edges.push_back({F, E});
  }
  for (const auto &[Callee, Held] : HeldAtCalls) {
    std::set<StringRef> Now(Held.begin(), Held.end());
    auto [It, New] = Calls[Callee].try_emplace(F, Now);
    if (!New)
      for (auto I = It->second.begin(); I != It->second.end();)
        I = Now.count(*I) ? std::next(I) : It->second.erase(I);
  }
}

/// The orders that the system demands, as edges. They come last: what the
/// program does itself tells more.
void AcquisitionGraph::addDeclared() {
  for (const LockOrder &O : P.models().lockOrders())
    for (const std::string &First : O.First)
      for (const std::string &Then : O.Then) {
        OrderCycle::Edge E;
        E.Function = NoId;
        E.Declared = true;
        E.E.From.Class = P.intern(First);
        E.E.To.Class = P.intern(Then);
        From.emplace(First, Edges.size());
        Edges.push_back(std::move(E));
      }
}

/// Marks the functions that each entry point reaches.
void AcquisitionGraph::findContexts() {
  std::vector<FunctionId> Work;
  auto Reach = [&](FunctionId Root, uint32_t As) {
    Work.push_back(Root);
    while (!Work.empty()) {
      FunctionId F = Work.back();
      Work.pop_back();
      uint32_t Both = Context[F] == None || Context[F] == As ? As : Many;
      if (Context[F] == Both)
        continue;
      Context[F] = Both;
      for (FunctionId C : P.functions()[F].Callees)
        Work.push_back(C);
    }
  };
  for (FunctionId F = 0; F < P.functions().size(); ++F) {
    const ProgramFunction &PF = P.functions()[F];
    for (const Role *R : PF.Roles)
      if (R->Module == ModuleEvent::None)
        Reach(F, R->Once ? F : uint32_t(Many));
    bool Root = PF.Roles.empty();
    for (FunctionId C : PF.Callers)
      Root &= P.functions()[C].Scc == PF.Scc;
    if (Root)
      Reach(F, Many);
  }
}

/// Gates[F]: what every caller of F holds, or its callers, down from the entry
/// points. A function that was never called holds nothing more than it says.
void AcquisitionGraph::findGates() {
  // Callers first, so that what they know is there.
  std::vector<FunctionId> Todo;
  for (const auto &Callee : Calls)
    Todo.push_back(Callee.first);
  llvm::sort(Todo, [&](FunctionId A, FunctionId B) {
    return std::make_pair(P.functions()[B].Scc, A) <
           std::make_pair(P.functions()[A].Scc, B);
  });
  // To know fewer gates is safe.
  constexpr size_t MaxGates = 64;
  std::map<FunctionId, std::set<StringRef>> Known;
  auto IsRoot = [&](FunctionId F) {
    const ProgramFunction &PF = P.functions()[F];
    // The system's calls of an entry point are among the calls.
    return (PF.Roles.empty() && PF.AddressTaken) || !Calls.count(F);
  };
  // Begin with "everything" (no entry in Known) and take away.
  bool Changed = true;
  for (unsigned Round = 0; Changed && Round < 64; ++Round) {
    Changed = false;
    for (FunctionId F : Todo) {
      if (IsRoot(F))
        continue;
      std::optional<std::set<StringRef>> Held;
      for (const auto &[Caller, AtCall] : Calls[F]) {
        std::set<StringRef> Here = AtCall;
        if (Caller != F && !IsRoot(Caller)) {
          auto It = Known.find(Caller);
          if (It == Known.end())
            continue; // Everything, so far.
          Here.insert(It->second.begin(), It->second.end());
        }
        if (!Held) {
          Held = std::move(Here);
          continue;
        }
        for (auto I = Held->begin(); I != Held->end();)
          I = Here.count(*I) ? std::next(I) : Held->erase(I);
      }
      if (!Held)
        continue;
      while (Held->size() > MaxGates)
        Held->erase(std::prev(Held->end()));
      auto [It, New] = Known.try_emplace(F, *Held);
      if (New || It->second != *Held) {
        It->second = std::move(*Held);
        Changed = true;
      }
    }
  }
  if (!Changed) // Else it did not settle, and no gate is sure.
    Gates = std::move(Known);
  for (OrderCycle::Edge &E : Edges) {
    auto It = Gates.find(E.Function);
    if (It == Gates.end())
      continue;
    for (StringRef G : It->second)
      if (G != E.E.From.Class && G != E.E.To.Class &&
          !is_contained(E.E.Gates, G))
        E.E.Gates.push_back(G);
    llvm::sort(E.E.Gates);
  }
}

/// The two cannot happen at the same time: a lock is held around both.
bool AcquisitionGraph::excludes(const OrderCycle::Edge &A,
                                const OrderCycle::Edge &B) const {
  for (StringRef G : A.E.Gates)
    if (std::binary_search(B.E.Gates.begin(), B.E.Gates.end(), G))
      return true;
  return false;
}

bool AcquisitionGraph::canRunAtOnce(const OrderCycle &C) const {
  // Against the system's order, one place is enough.
  if (any_of(C.Edges, [](const OrderCycle::Edge &E) { return E.Declared; }))
    return true;
  uint32_t Only = Context[C.Edges[0].Function];
  if (Only == Many)
    return true;
  for (const OrderCycle::Edge &E : C.Edges)
    if (Context[E.Function] != Only)
      return true;
  return false;
}

/// Whoever waits at the end of \p A is kept waiting by who holds the start of
/// \p B.
static bool follows(const AcquisitionEdge &A, const AcquisitionEdge &B) {
  return A.To.mayBe(B.From) &&
         !(A.To.Mode == LockMode::Shared && B.From.Mode == LockMode::Shared);
}

/// Both ends of the edge are of one object, or one of them is the only lock of
/// its class.
static bool isOfOneObject(const OrderCycle::Edge &E) {
  return E.E.OfOneObject || !E.E.From.Instance.empty() ||
         !E.E.To.Instance.empty();
}

/// Whoever waits for a handler holds the lock that it acquires, and surely not
/// that of another object: not A's timer with B's lock. In a cycle of more than
/// two no edge may leave open of which objects it tells.
static bool closesOnOneObject(const OrderCycle &C) {
  auto Waits = [](const OrderCycle::Edge &E) { return E.E.To.isHandler(); };
  if (none_of(C.Edges, Waits))
    return true;
  if (C.Edges.size() > 2)
    return all_of(C.Edges, isOfOneObject);
  bool First = Waits(C.Edges[0]);
  const AcquisitionEdge &Wait = C.Edges[First ? 0 : 1].E;
  const AcquisitionEdge &Run = C.Edges[First ? 1 : 0].E;
  return !Run.OfOneObject || Wait.OfOneObject;
}

std::optional<OrderCycle>
AcquisitionGraph::shortestThrough(size_t First) const {
  struct Step {
    size_t Edge, Before; ///< Before: index of the step that led here.
  };
  std::vector<Step> Steps{{First, 0}};
  std::set<size_t> Seen{First};
  for (size_t At = 0; At < Steps.size(); ++At) {
    const OrderCycle::Edge &Here = Edges[Steps[At].Edge];
    auto Way = [&] {
      std::vector<size_t> Way;
      for (size_t S = At; S; S = Steps[S].Before)
        Way.push_back(Steps[S].Edge);
      Way.push_back(First);
      std::reverse(Way.begin(), Way.end());
      return Way;
    };
    if (At && follows(Here.E, Edges[First].E)) {
      OrderCycle C;
      for (size_t E : Way())
        C.Edges.push_back(Edges[E]);
      if (canRunAtOnce(C) && closesOnOneObject(C))
        return C;
      continue;
    }
    for (auto [I, End] =
             From.equal_range(nodeOf(Here.E.To, isWithinClass(Here.E)));
         I != End; ++I) {
      const OrderCycle::Edge &Next = Edges[I->second];
      if (Seen.count(I->second) || !isAlive(Next) || !follows(Here.E, Next.E))
        continue;
      if (any_of(Way(), [&](size_t E) { return excludes(Edges[E], Next); }))
        continue;
      Seen.insert(I->second);
      Steps.push_back({I->second, At});
    }
  }
  return std::nullopt;
}

std::vector<OrderCycle> AcquisitionGraph::cycles() {
  findGates();
  addDeclared();
  std::vector<OrderCycle> Out;
  std::set<std::string> Told;
  for (size_t E = 0; E < Edges.size(); ++E) {
    if (Edges[E].Declared || !isAlive(Edges[E]))
      continue;
    std::optional<OrderCycle> C = shortestThrough(E);
    if (!C)
      continue;
    std::set<std::string> Classes;
    for (const OrderCycle::Edge &X : C->Edges)
      Classes.insert(nodeOf(X.E.From, isWithinClass(X.E)));
    if (!Told.insert(join(Classes, "\n")).second)
      continue;
    // Whatever the order of functions: the cycle begins where a handler is
    // waited for, or at its first line.
    auto Key = [&](const OrderCycle::Edge &X) {
      return std::make_tuple(!X.E.To.isHandler() || X.E.From.isHandler(),
                             X.Declared, P.loc(X.E.Loc));
    };
    auto First = std::min_element(
        C->Edges.begin(), C->Edges.end(),
        [&](const auto &A, const auto &B) { return Key(A) < Key(B); });
    std::rotate(C->Edges.begin(), First, C->Edges.end());
    Out.push_back(std::move(*C));
  }
  // Of the cycles that one call's wait for a handler closes, the shortest says
  // enough; of those, one that is of one object for sure.
  auto WaitOf = [](const OrderCycle &C) {
    return C.Edges[0].E.To.isHandler() ? C.Edges[0].E.Loc : ModuleLoc();
  };
  auto Length = [](const OrderCycle &C) {
    return std::make_tuple(C.Edges.size(), !all_of(C.Edges, isOfOneObject), &C);
  };
  auto IsSaidBy = [&](const OrderCycle &C, const OrderCycle &O) {
    return &O != &C && WaitOf(C).M && WaitOf(O) == WaitOf(C) &&
           Length(O) < Length(C);
  };
  std::vector<OrderCycle> Shortest;
  for (const OrderCycle &C : Out)
    if (none_of(Out, [&](const OrderCycle &O) { return IsSaidBy(C, O); }))
      Shortest.push_back(C);
  return Shortest;
}
