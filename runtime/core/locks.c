//===- locks.c - What is known of the lock at an address ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A table of the locks that were initialised or destroyed where a hook is, and
// the checks of a lock's lifetime. A program with more locks than the table
// holds gets no report about initialisation from then on, and no wrong one.
//
//===----------------------------------------------------------------------===//

#include "runtime.h"

#ifndef SPINGUARD_LOCK_TABLE
#define SPINGUARD_LOCK_TABLE 32768
#endif
enum { TableSize = SPINGUARD_LOCK_TABLE, TableFull = TableSize / 4 * 3 };

/// The low bits of lock.Value; the others are the address of its class.
enum { StateInit = 1, StateDestroyed = 2, StateBits = 3 };

struct lock {
  uintptr_t Address; ///< 0: free.
  uintptr_t Value;
};

static struct lock Table[TableSize];
static uint32_t Used;
uint32_t __spinguard_locks_unknown;
uintptr_t __spinguard_locks_epoch;
uintptr_t __spinguard_known_locks[KnownLocks];

static uint32_t home(uintptr_t Address) { return hashOf(Address) >> 12; }

static struct lock *at(uint32_t I) { return &Table[I & (TableSize - 1)]; }

/// The entry of an address; or a free one, which it would have.
static struct lock *lookup(uintptr_t Address) {
  for (uint32_t I = home(Address);; ++I) {
    uintptr_t A = get(at(I)->Address);
    if (A == Address || !A)
      return at(I);
  }
}

/// Takes an entry out and closes the gap.
static void erase(struct lock *Gap) {
  uint32_t G = (uint32_t)(Gap - Table), I = G;
  for (;;) {
    uintptr_t A = at(++I)->Address;
    if (!A)
      break;
    if (((I - home(A)) & (TableSize - 1)) < I - G)
      continue;
    set(at(G)->Value, at(I)->Value);
    set(at(G)->Address, A);
    G = I;
  }
  set(at(G)->Address, 0);
  set(Used, Used - 1);
}

static void setState(uintptr_t Address, uintptr_t Value) {
  struct lock *E = lookup(Address);
  if (!E->Address) {
    if (Used >= TableFull) {
      set(__spinguard_locks_unknown, 1);
      return;
    }
    set(Used, Used + 1);
  } else if (Value == StateDestroyed) {
    Value |= E->Value & ~(uintptr_t)StateBits;
  } else if ((E->Value ^ Value) > StateBits) {
    __sg_forget_chains();
  }
  set(E->Value, Value);
  set(E->Address, Address);
}

/// Looks without the internal lock first: there, only this answer is sure.
static uintptr_t stateOf(uintptr_t Address) {
  struct lock *E = lookup(Address);
  if (get(E->Address) && get(E->Value) & StateInit)
    return StateInit;
  uintptr_t Mask = __sg_lock();
  E = lookup(Address);
  uintptr_t State = E->Address ? E->Value & StateBits : 0;
  __sg_unlock(Mask);
  return State;
}

Class *__sg_class_of(uintptr_t Lock) {
  // The caller has the internal lock.
  struct lock *E = lookup(Lock);
  return E->Address ? (Class *)(E->Value & ~(uintptr_t)StateBits) : 0;
}

void __sg_check_init(struct context *C, const Site *S, uintptr_t Lock) {
  uintptr_t *Slot = knownSlot(Lock);
  uintptr_t Key = Lock + get(__spinguard_locks_epoch);
  if (!(S->flags & SPINGUARD_SITE_MUST_INIT) || get(*Slot) == Key ||
      get(__spinguard_locks_unknown))
    return;
  uintptr_t State = stateOf(Lock);
  // (It may be that it has no place in the table.)
  if (State != StateInit && !get(__spinguard_locks_unknown))
    __sg_report_lock(C, S, State ? MessageAfterDestroy : MessageNoInit, Lock, 0,
                     0);
  set(*Slot, Key);
}

/// Reports M if somebody holds a lock in [Lock, Lock + Size); forgets nothing.
static int checkNotHeld(enum message M, const Site *S, uintptr_t Lock,
                        uintptr_t Size) {
  struct context *C = __sg_context(), *Owner;
  if (!C || C->Special & SpecialReporting)
    return 0;
  const struct held *E = __sg_find_holder(C, Lock, Size, &Owner);
  if (!E)
    return 0;
  __sg_report_lock(C, S, M, get(E->Lock), get(E->Site), Owner->Tid);
  return 1;
}

static NOINLINE void change(const Site *S, uintptr_t Lock, enum message IfHeld,
                            uintptr_t Value) {
  checkNotHeld(IfHeld, S, Lock, 0);
  uintptr_t Mask = __sg_lock();
  __sg_forget_order(Lock);
  setState(Lock, Value);
  if (Value == StateDestroyed)
    __sg_forget_repetitions();
  __sg_unlock(Mask);
}

PUBLIC void __spinguard_init(const Site *S, const void *L) {
  change(S, (uintptr_t)L, MessageInitHeld,
         (uintptr_t)S->lock_class | StateInit);
}

PUBLIC void __spinguard_destroy(const Site *S, const void *L) {
  change(S, (uintptr_t)L, MessageDestroyHeld, StateDestroyed);
}

/// The first known lock in a range; forgets all of them if Forget.
static uintptr_t locksIn(uintptr_t From, uintptr_t Size, int Forget) {
  uintptr_t Found = 0;
  if (!get(Used))
    return 0;
  uintptr_t Last = Size ? Size - 1 : 0;
  uintptr_t Mask = __sg_lock();
  // A small range is looked up byte by byte.
  for (uintptr_t I = 0; I <= (Last < 1024 ? Last : TableSize - 1); ++I) {
    struct lock *E = Last < 1024 ? lookup(From + I) : &Table[I];
    if (!E->Address || E->Address - From > Last ||
        (!Forget && !(E->Value & StateInit)))
      continue;
    Found = E->Address;
    if (!Forget)
      break;
    __sg_forget_order(Found);
    __sg_forget_repetitions();
    // Another may come into its place.
    erase(E);
    --I;
  }
  __sg_unlock(Mask);
  return Found;
}

PUBLIC void __spinguard_free(const Site *S, const void *P, int64_t Size) {
  if (!P)
    return;
  checkNotHeld(MessageFreeHeld, S, (uintptr_t)P, (uintptr_t)Size);
  locksIn((uintptr_t)P, (uintptr_t)Size, 1);
}

PUBLIC void __spinguard_copy(const Site *S, const void *To, const void *From,
                             int64_t Size) {
  (void)To;
  if (checkNotHeld(MessageCopied, S, (uintptr_t)From, (uintptr_t)Size))
    return;
  uintptr_t Lock = locksIn((uintptr_t)From, (uintptr_t)Size, 0);
  if (Lock)
    __sg_report_lock(__sg_context(), S, MessageCopied, Lock, 0, 0);
}

void __sg_unload_locks(const struct spinguard_module *M) {
  for (uint32_t I = 0; I < TableSize; ++I)
    for (size_t K = 0; K < M->class_count; ++K)
      if ((Table[I].Value & ~(uintptr_t)StateBits) == (uintptr_t)M->classes[K])
        set(Table[I].Value, Table[I].Value & StateBits);
}
