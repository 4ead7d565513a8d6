//===- order.c - The order in which classes of locks are acquired ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A graph with a node for each class of locks (or each lock, where two locks of
// one class are held together, or a lock has no class) and an edge from what
// was held to what was acquired. An edge that closes a cycle is reported,
// unless two of the cycle's edges share a lock that was held around both (a
// gate: the two cannot happen at once) or its readers let each other in.
//
// Most acquires repeat a chain of classes that was seen before: the hash of
// the chain is in __sg_chains, and nothing here runs. When the graph is full,
// it is emptied and learned again.
//
//===----------------------------------------------------------------------===//

#include "runtime.h"

#ifndef SPINGUARD_ORDER_NODES
#define SPINGUARD_ORDER_NODES 16384
#endif
#ifndef SPINGUARD_ORDER_EDGES
#define SPINGUARD_ORDER_EDGES 65536
#endif

enum {
  MaxNodes = SPINGUARD_ORDER_NODES,
  MaxEdges = SPINGUARD_ORDER_EDGES,
  NodeTable = MaxNodes * 2,
  MaxGates = 4,
};

/// Edge modes.
enum { HeldShared = 1, AcquiredShared = 2 };

struct node {
  uint64_t Key; ///< Address, or hash of a name with the top bit set; 0: dead.
  uint32_t FirstEdge;
  uint32_t Usage;
  uint32_t Level; ///< More than that of every node with an edge to here.
  uint32_t Queued;
  uint32_t Reported;
  uint64_t HandlerMask, NormalMask;
  const Site *HandlerSite, *NormalSite;
};

struct edge {
  uint32_t From, To, Next, Modes;
  uint32_t Gates[MaxGates];
  const Site *Held, *Acquired;
  uint64_t Tid;
};

/// Where the search came from. Two rows: arrived by exclusive or shared mode.
struct arrival {
  uint32_t Stamp, Edge, Previous;
};

static struct node Nodes[MaxNodes]; // 0 is none.
static struct edge Edges[MaxEdges]; // 0 is none.
static uint32_t NodeIndex[NodeTable];
static struct arrival Arrivals[MaxNodes * 2];
static uint32_t Queue[MaxNodes * 2];
static uint32_t NodeCount, EdgeCount, SearchStamp, Cyclic;

uint64_t __sg_chains[KnownChains];
uint64_t __sg_epoch = 0x5bd1e9955bd1e995u;
Class __spinguard_no_class = {.usage = UsageSettled};

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

void __sg_forget_chains(void) {
  set(__sg_epoch, __sg_epoch * 0x9e3779b97f4a7c15u + 1);
}

static void forgetAll(void) {
  for (uint32_t I = 0; I < NodeTable; ++I)
    NodeIndex[I] = 0;
  NodeCount = EdgeCount = Cyclic = 0;
  __sg_forget_chains();
}

static uint32_t *nodeSlot(uint64_t Key) {
  uint32_t I = (uint32_t)(Key * 0x9e3779b97f4a7c15u >> 40) & (NodeTable - 1);
  while (NodeIndex[I] && Nodes[NodeIndex[I]].Key != Key)
    I = (I + 1) & (NodeTable - 1);
  return &NodeIndex[I];
}

static uint32_t nodeOf(uint64_t Key) {
  uint32_t *Slot = nodeSlot(Key);
  if (*Slot)
    return *Slot;
  if (NodeCount + 1 >= MaxNodes)
    return 0;
  uint32_t N = ++NodeCount;
  struct node *Node = &Nodes[N];
  Node->Key = Key;
  Node->FirstEdge = Node->Usage = Node->Level = Node->Queued = 0;
  Node->Reported = 0;
  Node->HandlerSite = Node->NormalSite = 0;
  *Slot = N;
  return N;
}

static uint64_t nameKey(const char *Name) {
  uint64_t Hash = 0xcbf29ce484222325u;
  for (; *Name; ++Name)
    Hash = (Hash ^ (uint8_t)*Name) * 0x100000001b3u;
  return Hash | 1ull << 63;
}

/// Classes of one name are one class, whatever module they are in. A lock whose
/// class has no name is the only one of it, and goes by its address, as it does
/// where a site knows of no class.
static uint64_t keyOf(const Site *S, uintptr_t Lock) {
  Class *Cls = S->lock_class ? S->lock_class : __sg_class_of(Lock);
  return Cls && Cls->name ? nameKey(Cls->name) : Lock;
}

void __sg_forget_order(uintptr_t Lock) {
  uint32_t *Slot = nodeSlot(Lock);
  if (!*Slot)
    return;
  // Dead: no search goes through it. Its slot stays taken until the graph is
  // emptied.
  Nodes[*Slot].Key = 1;
  __sg_forget_chains();
}

//===----------------------------------------------------------------------===//
// Edges
//===----------------------------------------------------------------------===//

static int isGate(const struct edge *E, uint32_t Node) {
  for (uint32_t I = 0; I < MaxGates; ++I)
    if (Node && E->Gates[I] == Node)
      return 1;
  return 0;
}

static int shareGate(const struct edge *A, const struct edge *B) {
  if (__sg_options.GatedInversions)
    return 0;
  for (uint32_t I = 0; I < MaxGates; ++I)
    if (isGate(B, A->Gates[I]))
      return 1;
  return 0;
}

/// Readers do not wait for readers.
static int passes(uint32_t ArrivedModes, uint32_t LeavingModes) {
  return ArrivedModes & AcquiredShared && LeavingModes & HeldShared;
}

/// Keeps the levels ascending along a new edge. While that can be done there
/// is no cycle, and nothing to look for.
static void raiseLevels(const struct edge *E) {
  uint32_t Head = 0, Tail = 0;
  if (Cyclic || Nodes[E->From].Level < Nodes[E->To].Level)
    return;
  Nodes[E->To].Level = Nodes[E->From].Level + 1;
  Queue[Tail++] = E->To;
  while (Head != Tail) {
    struct node *N = &Nodes[Queue[Head]];
    Head = (Head + 1) % (MaxNodes * 2);
    N->Queued = 0;
    for (uint32_t I = N->FirstEdge; I; I = Edges[I].Next) {
      struct node *To = &Nodes[Edges[I].To];
      if (Edges[I].To == E->From) {
        Cyclic = 1;
        return;
      }
      if (To->Level > N->Level)
        continue;
      To->Level = N->Level + 1;
      if (To->Queued)
        continue;
      To->Queued = 1;
      Queue[Tail] = Edges[I].To;
      Tail = (Tail + 1) % (MaxNodes * 2);
    }
  }
}

/// Looks for a shortest way from where E ends to where it starts, and reports
/// it with E as a cycle.
static int findCycle(uint32_t Closing, struct finding *F) {
  const struct edge *E = &Edges[Closing];
  uint32_t Head = 0, Tail = 0, Stamp = ++SearchStamp;
  uint32_t Start = E->To * 2 + !!(E->Modes & AcquiredShared);
  Arrivals[Start] = (struct arrival){Stamp, Closing, 0};
  Queue[Tail++] = Start;
  while (Head < Tail) {
    uint32_t At = Queue[Head++], Modes = At & 1 ? AcquiredShared : 0;
    for (uint32_t I = Nodes[At / 2].FirstEdge; I; I = Edges[I].Next) {
      const struct edge *Out = &Edges[I];
      uint32_t To = Out->To * 2 + !!(Out->Modes & AcquiredShared);
      if (passes(Modes, Out->Modes) || shareGate(E, Out) ||
          Nodes[Out->To].Key == 1)
        continue;
      if (Out->To == E->From) {
        if (passes(Out->Modes, E->Modes))
          continue;
        // Gates that only others share are looked at here.
        uint32_t Length = 2, Gated = 0;
        for (uint32_t P = At; P != Start; P = Arrivals[P].Previous, ++Length)
          for (uint32_t Q = At; Q != P; Q = Arrivals[Q].Previous)
            Gated |=
                shareGate(&Edges[Arrivals[P].Edge], &Edges[Arrivals[Q].Edge]);
        for (uint32_t P = At; P != Start; P = Arrivals[P].Previous)
          Gated |= shareGate(&Edges[Arrivals[P].Edge], Out);
        if (Gated)
          continue;
        F->A = Length;
        __sg_add_site(F, "elsewhere acquired", Out->Acquired, Out->Tid);
        __sg_add_site(F, "with this held", Out->Held, Out->Tid);
        for (uint32_t P = At; P != Start; P = Arrivals[P].Previous) {
          const struct edge *Step = &Edges[Arrivals[P].Edge];
          __sg_add_site(F, "elsewhere acquired", Step->Acquired, Step->Tid);
          __sg_add_site(F, "with this held", Step->Held, Step->Tid);
        }
        return 1;
      }
      if (Arrivals[To].Stamp == Stamp)
        continue;
      Arrivals[To] = (struct arrival){Stamp, I, At};
      Queue[Tail++] = To;
    }
  }
  return 0;
}

/// Adds an edge, or takes from the gates of the one there is; returns it if the
/// graph has changed.
static uint32_t addEdge(uint32_t From, uint32_t To, uint32_t Modes,
                        const uint32_t *Gates, const struct held *Held,
                        const Site *S, uint64_t Tid) {
  for (uint32_t I = Nodes[From].FirstEdge; I; I = Edges[I].Next) {
    struct edge *E = &Edges[I];
    if (E->To != To || E->Modes != Modes)
      continue;
    uint32_t Changed = 0;
    for (uint32_t K = 0; K < MaxGates; ++K) {
      uint32_t Kept = 0;
      for (uint32_t G = 0; G < MaxGates; ++G)
        Kept |= Gates[G] == E->Gates[K];
      if (E->Gates[K] && !Kept) {
        E->Gates[K] = 0;
        Changed = I;
      }
    }
    if (Changed) {
      E->Held = Held->Site;
      E->Acquired = S;
      E->Tid = Tid;
    }
    return Changed;
  }
  uint32_t I = ++EdgeCount;
  struct edge *E = &Edges[I];
  E->From = From;
  E->To = To;
  E->Next = Nodes[From].FirstEdge;
  E->Modes = Modes;
  for (uint32_t K = 0; K < MaxGates; ++K)
    E->Gates[K] = Gates[K];
  E->Held = Held->Site;
  E->Acquired = S;
  E->Tid = Tid;
  Nodes[From].FirstEdge = I;
  raiseLevels(E);
  return I;
}

COLD void __sg_check_order(struct context *C, const Site *S, uintptr_t Lock,
                           uint64_t Chain, uint64_t Exact) {
  struct finding F;
  F.SiteCount = 0;
  uintptr_t Mask = __sg_lock();
  uint32_t Depth = depthOf(C), Gates[MaxGates] = {0}, GateCount = 0;
  int Found = 0;
  if (NodeCount + 2 * Depth + 2 >= MaxNodes ||
      EdgeCount + Depth + 1 >= MaxEdges)
    forgetAll();
  uint64_t Key = keyOf(S, Lock);
  for (uint32_t I = 1; I <= Depth; ++I) {
    struct held *E = &C->Held[I];
    uintptr_t Held = get(E->Lock);
    if (!Held || E->Flags & HeldSkipped || Held == Lock)
      continue;
    uint64_t FromKey = keyOf(E->Site, Held);
    int Same = FromKey == Key;
    if (Same)
      Chain = Exact;
    // Within a class, it is the order of the single locks that counts.
    uint32_t From = nodeOf(Same ? Held : FromKey);
    uint32_t To = nodeOf(Same ? Lock : Key);
    uint32_t Modes = (flagsOf(E) & SPINGUARD_SITE_SHARED ? HeldShared : 0) |
                     (S->flags & SPINGUARD_SITE_SHARED ? AcquiredShared : 0);
    uint32_t Edge = addEdge(From, To, Modes, Gates, E, S, C->Tid);
    if (Edge && Cyclic && !Found) {
      __sg_find(&F, MessageInversion, C, Lock, S, 0);
      __sg_add_site(&F, "with this held", E->Site, C->Tid);
      Found = findCycle(Edge, &F);
    }
    if (!(Modes & HeldShared) && GateCount < MaxGates)
      Gates[GateCount++] = nodeOf(FromKey);
  }
  Chain ^= __sg_epoch;
  set(__sg_chains[Chain >> 8 & (KnownChains - 1)], Chain);
  __sg_unlock(Mask);
  if (Found)
    __sg_report(&F);
}

//===----------------------------------------------------------------------===//
// Handlers
//===----------------------------------------------------------------------===//

COLD void __sg_check_usage(struct context *C, const Site *S, uintptr_t Lock) {
  Class *Cls = S->lock_class ? S->lock_class : &__spinguard_no_class;
  uint32_t Roles = get(C->Special) & SPINGUARD_ROLE_HANDLER;
  uint64_t Masked = __sg_masked(S->flags, Roles);
  struct finding F;
  int Found = 0;
  uintptr_t Mask = __sg_lock();
  uint64_t Key = keyOf(S, Lock);
  uint32_t Usage = get(Cls->usage), Settled = 0;
  // A lock without a class is of interest once a handler takes it.
  struct node *N = 0;
  if (Roles || Cls != &__spinguard_no_class || *nodeSlot(Key))
    N = &Nodes[nodeOf(Key)];
  if (N && N->Key) {
    if (Roles >= (N->Usage & SPINGUARD_ROLE_HANDLER) && Roles) {
      N->HandlerMask = __sg_handler_mask(Masked, Roles);
      N->HandlerSite = S;
      N->Usage = Roles;
    }
    // A handler can be interrupted as well, by one of another level.
    if (!N->NormalSite || (Masked & N->NormalMask) == Masked) {
      N->NormalMask = Masked;
      N->NormalSite = S;
    }
    Found = N->HandlerSite && !N->Reported && !(N->NormalMask & N->HandlerMask);
    if (Found) {
      N->Reported = 1;
      __sg_find(&F, MessageHandlerAndUnmasked, C, Lock, N->NormalSite, 0);
      F.Text = __sg_handler_name(N->Usage);
      __sg_add_site(&F, "acquired in the handler", N->HandlerSite, C->Tid);
    }
    // There is no more to learn from ordinary acquires once it was reported, or
    // while no handler takes it and nothing was masked.
    Settled = N->Reported || (!N->HandlerSite && !N->NormalMask);
  }
  if (N && N->HandlerSite && !Settled)
    Usage = 0;
  else if (Settled || Usage >= UsageProbes)
    Usage |= UsageSettled;
  else
    Usage += UsageProbe;
  set(Cls->usage, Usage);
  __sg_unlock(Mask);
  if (Found)
    __sg_report(&F);
}

//===----------------------------------------------------------------------===//
// Modules that go away
//===----------------------------------------------------------------------===//

void __sg_unload_order(const struct spinguard_module *M) {
  // What was learned in the module is dropped: its edges lead nowhere.
  for (uint32_t I = 1; I <= EdgeCount; ++I)
    if (inModule(M, Edges[I].Held) || inModule(M, Edges[I].Acquired)) {
      uint32_t *Link = &Nodes[Edges[I].From].FirstEdge;
      while (*Link && *Link != I)
        Link = &Edges[*Link].Next;
      if (*Link)
        *Link = Edges[I].Next;
    }
  for (uint32_t I = 1; I <= NodeCount; ++I) {
    struct node *N = &Nodes[I];
    if (inModule(M, N->HandlerSite)) {
      N->HandlerSite = 0;
      N->Usage = 0;
    }
    if (inModule(M, N->NormalSite))
      N->NormalSite = 0;
  }
  __sg_forget_chains();
}
