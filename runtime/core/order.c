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
// the chain is in Chains, and nothing here runs. When the graph is full,
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

/// How a search came to a node. Two for each: by exclusive or shared mode.
struct arrival {
  struct arrival *Previous, *Next;
  const struct edge *Edge;
  uint64_t Stamp;
};

struct node {
  uint64_t Key; ///< Address, or hash of a name with the top bit set; 1: dead.
  struct edge *Edges;
  struct node *NextQueued;
  uint32_t Level; ///< More than that of every node with an edge to here.
  uint32_t Queued;
  uint32_t Usage;
  uint32_t Reported;
  uint64_t HandlerMask, NormalMask;
  const Site *HandlerSite, *NormalSite;
  struct arrival Arrivals[2];
};

struct edge {
  struct node *From, *To;
  struct edge *Next;
  struct node *Gates[MaxGates];
  const Site *Held, *Acquired;
  uint64_t Tid;
  uint64_t Modes;
};

static struct node Nodes[MaxNodes];
static struct edge Edges[MaxEdges];
static struct node *NodeIndex[NodeTable];
static uint32_t NodeCount, EdgeCount, Cyclic;
static uint64_t SearchStamp;

/// Chains that were checked. Entries are hashes; any value is a valid one.
enum { KnownChains = 65536 };
static uint64_t Chains[KnownChains];
/// Changes when a hash of addresses may mean other locks than before.
static uint64_t ChainsEpoch = 0x5bd1e9955bd1e995u;
Class __spinguard_no_class = {.usage = UsageSettled};

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

void __sg_forget_chains(void) {
  set(ChainsEpoch, ChainsEpoch * 0x9e3779b97f4a7c15u + 1);
  __sg_forget_repetitions();
}

static NOINLINE void forgetGraph(void) {
  for (uint32_t I = 0; I < NodeTable; ++I)
    NodeIndex[I] = 0;
  NodeCount = EdgeCount = Cyclic = 0;
  __sg_forget_chains();
}

void __sg_forget_all(void) {
  forgetGraph();
  set(__spinguard_locks_unknown, 1);
}

static struct node **nodeSlot(uint64_t Key) {
  uint32_t I = hashOf(Key) >> 12;
  for (;; ++I) {
    struct node **Slot = &NodeIndex[I & (NodeTable - 1)];
    if (!*Slot || (*Slot)->Key == Key)
      return Slot;
  }
}

/// Null if there is no place for one more.
static struct node *nodeOf(uint64_t Key) {
  struct node **Slot = nodeSlot(Key), *N = *Slot;
  if (N || NodeCount == MaxNodes)
    return N;
  *Slot = N = &Nodes[NodeCount++];
  N->Key = Key;
  N->Edges = 0;
  N->Level = N->Queued = N->Usage = N->Reported = 0;
  N->HandlerSite = N->NormalSite = 0;
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
  struct node *N = *nodeSlot(Lock);
  if (!N)
    return;
  // Dead: no search goes through it. Its slot stays taken until the graph is
  // emptied.
  N->Key = 1;
  __sg_forget_chains();
}

//===----------------------------------------------------------------------===//
// Edges
//===----------------------------------------------------------------------===//

static int isGate(struct node *const *Gates, const struct node *N) {
  for (uint32_t I = 0; I < MaxGates; ++I)
    if (N && Gates[I] == N)
      return 1;
  return 0;
}

static int shareGate(const struct edge *A, const struct edge *B) {
  if (!__sg_options.GatedInversions)
    for (uint32_t I = 0; I < MaxGates; ++I)
      if (isGate(B->Gates, A->Gates[I]))
        return 1;
  return 0;
}

/// Whether somebody who came by In waits for Out's holder: readers do not wait
/// for readers.
static int waits(const struct edge *In, const struct edge *Out) {
  return !(In->Modes & AcquiredShared && Out->Modes & HeldShared);
}

/// Keeps the levels ascending along a new edge. While that can be done there
/// is no cycle, and nothing to look for.
static NOINLINE void raiseLevels(const struct edge *New) {
  const struct edge *E = New;
  struct node *Last = E->From;
  Last->NextQueued = 0;
  for (struct node *N = Last; N; N = N->NextQueued) {
    N->Queued = 0;
    // Of the new edge's start, only this edge.
    for (E = N == New->From ? New : N->Edges; E; E = E == New ? 0 : E->Next) {
      struct node *To = E->To;
      if (To->Level > N->Level)
        continue;
      if (To == New->From) {
        Cyclic = 1;
        return;
      }
      To->Level = N->Level + 1;
      if (To->Queued)
        continue;
      To->Queued = 1;
      To->NextQueued = 0;
      Last->NextQueued = To;
      Last = To;
    }
  }
}

static struct arrival *arrive(const struct edge *By, struct arrival *From) {
  struct arrival *A = &By->To->Arrivals[!!(By->Modes & AcquiredShared)];
  if (A->Stamp == SearchStamp)
    return 0;
  A->Edge = By;
  A->Previous = From;
  A->Next = 0;
  return A;
}

/// Looks for a shortest way from where an edge ends to where it starts, and
/// adds it to a finding of the edge as a cycle.
static NOINLINE int findCycle(const struct edge *Closing, struct finding *F) {
  ++SearchStamp;
  struct arrival *At = arrive(Closing, 0), *Tail = At;
  At->Stamp = SearchStamp;
  for (; At; At = At->Next)
    for (const struct edge *Out = At->Edge->To->Edges; Out; Out = Out->Next) {
      if (!waits(At->Edge, Out) || shareGate(Closing, Out) || Out->To->Key == 1)
        continue;
      // (Where the edge starts, nothing ever arrives for good.)
      struct arrival *A = arrive(Out, At);
      if (!A)
        continue;
      if (Out->To != Closing->From) {
        A->Stamp = SearchStamp;
        Tail->Next = A;
        Tail = A;
        continue;
      }
      // Gates that only others share are looked at here.
      int Gated = !waits(Out, Closing);
      F->A = 1;
      for (struct arrival *P = A; P->Previous; P = P->Previous, ++F->A)
        for (struct arrival *Q = P; (Q = Q->Previous);)
          Gated |= shareGate(P->Edge, Q->Edge);
      if (Gated)
        continue;
      for (; A->Previous; A = A->Previous) {
        __sg_add_site(F, "elsewhere acquired", A->Edge->Acquired, A->Edge->Tid);
        __sg_add_site(F, "with this held", A->Edge->Held, A->Edge->Tid);
      }
      return 1;
    }
  return 0;
}

/// Adds an edge, or takes from the gates of the one there is; returns it if the
/// graph has changed.
static NOINLINE struct edge *addEdge(struct node *From, struct node *To,
                                     uint32_t Modes,
                                     struct node *const *Gates) {
  struct edge *E = From->Edges;
  while (E && (E->To != To || E->Modes != Modes))
    E = E->Next;
  struct edge *Changed = 0;
  if (!E) {
    Changed = E = &Edges[EdgeCount++];
    E->From = From;
    E->To = To;
    E->Modes = Modes;
    E->Next = From->Edges;
    From->Edges = E;
    for (uint32_t K = 0; K < MaxGates; ++K)
      E->Gates[K] = Gates[K];
    if (!Cyclic)
      raiseLevels(E);
  }
  for (uint32_t K = 0; K < MaxGates; ++K)
    if (E->Gates[K] && !isGate(Gates, E->Gates[K])) {
      E->Gates[K] = 0;
      Changed = E;
    }
  return Changed;
}

static int knownChain(uint64_t Chain) {
  Chain ^= get(ChainsEpoch);
  return get(Chains[Chain >> 8 & (KnownChains - 1)]) == Chain;
}

int __sg_is_known(const struct context *C, uint32_t Depth, const Site *S,
                  uintptr_t Lock, uint64_t *Out) {
  uint64_t Chain = __sg_chain(C, Depth, S, Lock), Exact = Chain ^ Lock;
  for (uint32_t I = Depth; I > 0; --I) {
    uintptr_t Held = C->Held[I].Lock;
    Exact = Held == Lock ? 0 : Exact * 0x9e3779b97f4a7c15u ^ Held;
    if (!Exact)
      break;
  }
  Out[ChainOfSites] = Chain;
  Out[ChainOfLocks] = Exact;
  return knownChain(Chain) || (Exact && knownChain(Exact));
}

COLD void __sg_check_order(struct context *C, const Site *S, uintptr_t Lock,
                           uint32_t Depth) {
  uint64_t Now[ChainKinds], Chain;
  if (!Depth || __sg_is_known(C, Depth, S, Lock, Now))
    return;
  struct finding F;
  struct node *Gates[MaxGates] = {0};
  uint32_t GateCount = 0;
  int Found = 0;
  uintptr_t Mask = __sg_lock();
  if (NodeCount + 2 * MaxHeld > MaxNodes || EdgeCount + MaxHeld > MaxEdges)
    forgetGraph();
  uint64_t Key = keyOf(S, Lock);
  Chain = Now[ChainOfSites];
  for (uint32_t I = 1; I <= Depth; ++I) {
    const struct held *E = &C->Held[I];
    if (!E->Lock || E->Lock == Lock)
      continue;
    uint64_t FromKey = keyOf(E->Site, E->Lock);
    struct node *From = nodeOf(FromKey), *Gate = From, *To;
    if (FromKey == Key) {
      // Within a class, it is the order of the single locks that counts.
      Chain = Now[ChainOfLocks];
      From = nodeOf(E->Lock);
      To = nodeOf(Lock);
    } else {
      To = nodeOf(Key);
    }
    int Shared = !!(flagsOf(E) & SPINGUARD_SITE_SHARED);
    struct edge *New = addEdge(
        From, To, Shared | (S->flags & SPINGUARD_SITE_SHARED) >> 7, Gates);
    if (New) {
      New->Held = E->Site;
      New->Acquired = S;
      New->Tid = C->Tid;
      if (Cyclic && !Found) {
        __sg_find(&F, C, S, MessageInversion, Lock, 0);
        __sg_add_site(&F, "with this held", E->Site, C->Tid);
        Found = findCycle(New, &F);
      }
    }
    if (!Shared && GateCount < MaxGates)
      Gates[GateCount++] = Gate;
  }
  Chain ^= ChainsEpoch;
  set(Chains[Chain >> 8 & (KnownChains - 1)], Chain);
  __sg_unlock(Mask);
  if (Found)
    __sg_report(&F);
}

//===----------------------------------------------------------------------===//
// Handlers
//===----------------------------------------------------------------------===//

COLD void __sg_check_usage(struct context *C, const Site *S, uintptr_t Lock) {
  Class *Cls = S->lock_class ? S->lock_class : &__spinguard_no_class;
  uint32_t Roles = C->Special & SPINGUARD_ROLE_HANDLER;
  uint32_t Usage = get(Cls->usage), Before = Usage;
  if (!Roles && Usage & UsageSettled)
    return;
  uint64_t Masked = __sg_masked(S->flags, Roles);
  struct finding F;
  int Found = 0;
  uintptr_t Mask = __sg_lock();
  uint64_t Key = keyOf(S, Lock);
  // A lock without a class is of interest once a handler takes it.
  struct node *N = Roles || S->lock_class ? nodeOf(Key) : *nodeSlot(Key);
  if (N) {
    if (Roles && Roles >= (N->Usage & SPINGUARD_ROLE_HANDLER)) {
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
      __sg_find(&F, C, N->NormalSite, MessageHandlerAndUnmasked, Lock, 0);
      F.A = N->Usage;
      __sg_add_site(&F, "acquired in the handler", N->HandlerSite, C->Tid);
    }
  }
  // There is no more to learn from ordinary acquires once it was reported, or
  // while no handler takes it and nothing was masked.
  if (N && N->HandlerSite && !N->Reported)
    Usage = 0;
  else if (Usage >= UsageProbes || (N && (N->Reported || !N->NormalMask)))
    Usage |= UsageSettled;
  else
    Usage += UsageProbe;
  set(Cls->usage, Usage);
  if (Before & ~Usage & UsageSettled)
    __sg_forget_repetitions();
  __sg_unlock(Mask);
  if (Found)
    __sg_report(&F);
}

//===----------------------------------------------------------------------===//
// Modules that go away
//===----------------------------------------------------------------------===//

void __sg_unload_order(const struct spinguard_module *M) {
  // What was learned in the module is dropped.
  for (uint32_t I = 0; I < NodeCount; ++I) {
    struct node *N = &Nodes[I];
    for (struct edge **Link = &N->Edges; *Link;)
      if (inModule(M, (*Link)->Held) || inModule(M, (*Link)->Acquired))
        *Link = (*Link)->Next;
      else
        Link = &(*Link)->Next;
    if (inModule(M, N->HandlerSite)) {
      N->HandlerSite = 0;
      N->Usage = 0;
    }
    if (inModule(M, N->NormalSite))
      N->NormalSite = 0;
  }
  __sg_forget_chains();
}
