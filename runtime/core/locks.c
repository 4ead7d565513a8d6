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

enum { StateInit = 1, StateDestroyed };

struct lock {
  uintptr_t Address; ///< 0: free.
  Class *Class;
  uint32_t State;
};

static struct lock Table[TableSize];
static uint32_t Used;
uint32_t __spinguard_locks_unknown;
uintptr_t __spinguard_locks_epoch;
uintptr_t __spinguard_known_locks[KnownLocks];

static uint32_t home(uintptr_t Address) {
  return (uint32_t)((uint64_t)(Address >> 2) * 0x9e3779b97f4a7c15u >> 40) &
         (TableSize - 1);
}

static struct lock *lookup(uintptr_t Address) {
  for (uint32_t I = home(Address);; I = (I + 1) & (TableSize - 1)) {
    uintptr_t A = get(Table[I].Address);
    if (A == Address)
      return &Table[I];
    if (!A)
      return 0;
  }
}

/// Takes an entry out and closes the gap.
static void erase(struct lock *E) {
  uint32_t Gap = (uint32_t)(E - Table);
  for (uint32_t I = (Gap + 1) & (TableSize - 1); get(Table[I].Address);
       I = (I + 1) & (TableSize - 1)) {
    uint32_t Home = home(Table[I].Address);
    if (((I - Home) & (TableSize - 1)) >= ((I - Gap) & (TableSize - 1))) {
      set(Table[Gap].Class, Table[I].Class);
      set(Table[Gap].State, Table[I].State);
      set(Table[Gap].Address, Table[I].Address);
      Gap = I;
    }
  }
  set(Table[Gap].Address, 0);
  set(Used, Used - 1);
}

static void setState(uintptr_t Address, uint32_t State, Class *Cls) {
  struct lock *E = lookup(Address);
  if (!E) {
    if (Used >= TableFull) {
      set(__spinguard_locks_unknown, 1);
      return;
    }
    uint32_t I = home(Address);
    while (Table[I].Address)
      I = (I + 1) & (TableSize - 1);
    E = &Table[I];
    set(E->Class, Cls);
    set(E->State, State);
    set(E->Address, Address);
    set(Used, Used + 1);
    return;
  }
  if (State == StateInit && E->Class != Cls) {
    set(E->Class, Cls);
    __sg_forget_chains();
  }
  set(E->State, State);
}

/// Looks without the internal lock first: it says no only for sure.
static uint32_t stateOf(uintptr_t Address, Class **Cls) {
  struct lock *E = lookup(Address);
  uintptr_t Mask = 0;
  int Locked = !E;
  if (Locked) {
    Mask = __sg_lock();
    E = lookup(Address);
  }
  uint32_t State = E ? get(E->State) : 0;
  *Cls = E ? get(E->Class) : 0;
  if (Locked)
    __sg_unlock(Mask);
  return State;
}

Class *__sg_class_of(uintptr_t Lock) {
  // The caller has the internal lock.
  struct lock *E = lookup(Lock);
  return E ? E->Class : 0;
}

void __sg_check_init(struct context *C, const Site *S, uintptr_t Lock) {
  Class *Cls;
  uintptr_t Epoch = get(__spinguard_locks_epoch);
  uintptr_t *Seen = seenSlot(C, Lock), Key = Lock + Epoch;
  if (get(__spinguard_locks_unknown) || get(*Seen) == Key)
    return;
  uint32_t State = stateOf(Lock, &Cls);
  if (State == StateInit) {
    set(*knownSlot(Lock), Key);
    return;
  }
  if (!get(__spinguard_locks_unknown))
    __sg_report_lock(State ? MessageAfterDestroy : MessageNoInit, C, Lock, S, 0,
                     0, 0, 0);
  set(*Seen, Key);
}

/// Reports M if somebody holds a lock in [Lock, Lock + Size); forgets nothing.
static int checkNotHeld(enum message M, const Site *S, uintptr_t Lock,
                        uintptr_t Size) {
  struct context *C = __sg_context();
  if (!C || get(C->Special) & SpecialReporting)
    return 0;
  uintptr_t Last = Size ? Size - 1 : 0;
  for (uint32_t I = depthOf(C); I > 0; --I) {
    struct held *E = &C->Held[I];
    if (get(E->Lock) && E->Lock - Lock <= Last && !(E->Flags & HeldSkipped)) {
      __sg_report_lock(M, C, E->Lock, S, E, 0, 0, 0);
      return 1;
    }
  }
  struct context *Owner;
  const struct held *E = __sg_find_other(C, Lock, Size, &Owner);
  if (!E)
    return 0;
  struct finding F;
  __sg_find(&F, M, C, get(E->Lock), S, 0);
  F.Name = get(E->Site)->lock_name;
  __sg_add_site(&F, "acquired", get(E->Site), Owner->Tid);
  __sg_report(&F);
  return 1;
}

PUBLIC void __spinguard_init(const Site *S, const void *L) {
  uintptr_t Lock = (uintptr_t)L;
  checkNotHeld(MessageInitHeld, S, Lock, 0);
  uintptr_t Mask = __sg_lock();
  __sg_forget_order(Lock);
  setState(Lock, StateInit, S->lock_class);
  __sg_unlock(Mask);
}

PUBLIC void __spinguard_destroy(const Site *S, const void *L) {
  uintptr_t Lock = (uintptr_t)L;
  checkNotHeld(MessageDestroyHeld, S, Lock, 0);
  uintptr_t Mask = __sg_lock();
  __sg_forget_order(Lock);
  setState(Lock, StateDestroyed, 0);
  set(__spinguard_locks_epoch, __spinguard_locks_epoch + 1);
  __sg_unlock(Mask);
}

/// Calls for each known lock in a range; returns the first if Stop.
static uintptr_t eachLock(uintptr_t From, uintptr_t Size, int Stop) {
  for (uint32_t I = 0; I < TableSize; ++I) {
    uintptr_t A = Table[I].Address;
    if (!A || A - From >= Size || Table[I].State != StateInit)
      continue;
    if (Stop)
      return A;
    __sg_forget_order(A);
    erase(&Table[I--]);
    set(__spinguard_locks_epoch, __spinguard_locks_epoch + 1);
  }
  return 0;
}

/// The first known lock in a range; forgets all of them if Forget.
static uintptr_t locksIn(uintptr_t From, uintptr_t Size, int Forget) {
  uintptr_t Found = 0;
  if (!get(Used))
    return 0;
  uintptr_t Mask = __sg_lock();
  if (Size > 1024) {
    Found = eachLock(From, Size, !Forget);
  } else {
    for (uintptr_t A = From; A - From <= (Size ? Size - 1 : 0); ++A) {
      struct lock *E = lookup(A);
      if (!E || (!Forget && E->State != StateInit))
        continue;
      Found = A;
      if (!Forget)
        break;
      __sg_forget_order(A);
      erase(E);
      set(__spinguard_locks_epoch, __spinguard_locks_epoch + 1);
    }
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
    __sg_report_lock(MessageCopied, __sg_context(), Lock, S, 0, 0, 0, 0);
}

void __sg_unload_locks(const struct spinguard_module *M) {
  for (uint32_t I = 0; I < TableSize; ++I)
    for (size_t K = 0; Table[I].Address && K < M->class_count; ++K)
      if (Table[I].Class == M->classes[K])
        set(Table[I].Class, 0);
}
