//===- held.c - The held stack and the hooks around locks -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The path of a sound program: a few loads of its own context, a compare with
// each lock that it holds, a push. Whatever else there is to do is done in the
// functions that end in Slow.
//
//===----------------------------------------------------------------------===//

#include "hot.h"

enum { SampleEvery = 64 };

/// Acquires on top of Depth entries, to be repeated in this epoch.
static NOINLINE struct held *pushNested(struct context *C, uint32_t Depth,
                                        const Site *S, uintptr_t Lock,
                                        uint32_t Epoch) {
  const struct held *Below = &C->Held[Depth];
  struct held *E = &C->Held[Depth + 1];
  set(C->Top, Depth + 1);
  signalFence();
  E->Chain = __sg_chain(C, Depth, S, Lock);
  E->Last = Lock;
  E->BelowLock = Below->Lock;
  E->BelowSite = get(Below->Site);
  E->BelowSeq = Below->Seq;
  E->Epoch = Epoch;
  set(E->Seq, ++C->Seq);
  publish(E, S, Lock);
  return E;
}

/// The same with flags, on the way that is not fast; not to be repeated.
static NOINLINE struct held *pushFlags(struct context *C, uint32_t Depth,
                                       const Site *S, uintptr_t Lock,
                                       uint32_t Flags) {
  struct held *E = pushNested(C, Depth, S, Lock, 0);
  E->Last = 0;
  set(E->Flags, E->Flags | Flags | HeldOwnFlags);
  return E;
}

static FORCE void pop(struct context *C, uint32_t Depth) {
  set(C->Held[Depth].Lock, 0);
  if (Depth > 1) {
    signalFence();
    set(C->Top, Depth - 1);
  }
}

/// Takes out an entry that need not be the top.
static COLD void removeEntry(struct context *C, uint32_t I) {
  for (struct roleFrame *F = C->Frame; F != C->Roles; --F)
    if (I <= F->Base) {
      if (!(C->Held[I].Flags & HeldSkipped))
        F->Dropped = C->Held[I].Lock;
      --F->Base;
    }
  uint32_t Depth = depthOf(C);
  for (; I < Depth; ++I) {
    struct held *To = &C->Held[I], *From = To + 1;
    set(To->Site, get(From->Site));
    set(To->Flags, From->Flags);
    set(To->Seq, From->Seq);
    To->Extra = From->Extra;
    To->Since = From->Since;
    To->Last = 0;
    __atomic_store_n(&To->Lock, From->Lock, __ATOMIC_RELEASE);
    To->Chain = __sg_chain(C, I - 1, To->Site, To->Lock);
  }
  set(C->Held[Depth].Flags, 0);
  pop(C, Depth);
}

static NOINLINE void removeHeld(struct context *C, const struct held *E) {
  removeEntry(C, (uint32_t)(E - C->Held));
}

//===----------------------------------------------------------------------===//
// Acquire
//===----------------------------------------------------------------------===//

enum { AcquirePlain, AcquireTry, AcquireLeaf };

static COLD int32_t acquiredAgain(struct context *C, const Site *S,
                                  uintptr_t Lock, const struct held *E,
                                  int How) {
  __sg_report_lock(C, S,
                   E->Flags & HeldInterrupted ? MessageAcquiredInHandler
                                              : MessageAcquiredAgain,
                   Lock, E->Site, 0);
  uint32_t Depth = depthOf(C);
  if (How == AcquireLeaf)
    C->LeafSkipped = Lock;
  else if (Depth < MaxHeld)
    pushFlags(C, Depth, S, Lock, S->flags | HeldSkipped);
  return 1;
}

/// Everything, in any context.
static COLD int32_t acquireSlow(const Site *S, uintptr_t Lock, int How) {
  struct context *C = __sg_context();
  // (Read first: what is checked below is known in this epoch.)
  uint32_t Epoch = (uint32_t)get(__spinguard_locks_epoch), Flags = S->flags;
  if (!C || C->Special & SpecialReporting)
    return 0;
  struct held *E = __sg_newest(C, Lock, 0);
  // Readers may come again.
  if (E && !(flagsOf(E) & Flags & SPINGUARD_SITE_SHARED)) {
    if (How != AcquireTry)
      return acquiredAgain(C, S, Lock, E, How);
    // It succeeded: somebody else has released it, where no hook is.
    removeHeld(C, E);
  }

  __sg_check_init(C, S, Lock);
  uint32_t Depth = depthOf(C);
  if (How == AcquireTry) {
    Flags |= HeldTry | HeldAcquired;
  } else {
    __sg_check_usage(C, S, Lock);
    __sg_check_order(C, S, Lock, Depth);
    if (How == AcquireLeaf)
      return 0;
  }
  if (Depth >= MaxHeld) {
    ++C->Overflow;
    return 0;
  }
  if (!(C->Special & SpecialSampled) && !(Flags & (VariantFlags | HeldTry))) {
    pushNested(C, Depth, S, Lock, Epoch);
    return 0;
  }
  E = pushFlags(C, Depth, S, Lock, Flags);
  if (__sg_options.HoldMode == HoldSampled && C->Seq % SampleEvery == 0) {
    E->Since = __sg_clock();
    set(E->Flags, E->Flags | HeldTimed);
  }
  return 0;
}

/// With other locks held, and nothing else to look after.
static NOINLINE int32_t acquireNested(const Site *S, uintptr_t Lock) {
  struct context *C = __sg_self();
  uint32_t Depth = C->Top;
  uint32_t Epoch = (uint32_t)get(__spinguard_locks_epoch);
  if (LIKELY(acquireAgain(C, S, Lock)))
    return 0;
  uint64_t Chains[ChainKinds];
  if (LIKELY(__sg_is_known(C, Depth, S, Lock, Chains)) &&
      LIKELY(Chains[ChainOfLocks]) && LIKELY(Depth < MaxHeld)) {
    pushNested(C, Depth, S, Lock, Epoch);
    return 0;
  }
  return acquireSlow(S, Lock, AcquirePlain);
}

PUBLIC int32_t __spinguard_before_acquire(const Site *S, const void *L) {
  struct context *C = __sg_self();
  if (UNLIKELY(needsCare(C, S, (uintptr_t)L)))
    return acquireSlow(S, (uintptr_t)L, AcquirePlain);
  if (UNLIKELY(C->Held[1].Lock))
    return acquireNested(S, (uintptr_t)L);
  publish(&C->Held[1], S, (uintptr_t)L);
  return 0;
}

PUBLIC int32_t __spinguard_leaf_acquire(const Site *S, const void *L) {
  if (LIKELY(!__sg_self()->Held[1].Lock))
    return 0;
  return acquireSlow(S, (uintptr_t)L, AcquireLeaf);
}

PUBLIC void __spinguard_after_try(const Site *S, const void *L,
                                  int32_t Acquired) {
  if (Acquired)
    acquireSlow(S, (uintptr_t)L, AcquireTry);
}

static NOINLINE void acquired(const Site *S, const void *L, uint64_t Extra,
                              uint32_t Flags) {
  struct held *E = __sg_newest(__sg_self(), (uintptr_t)L, 0);
  (void)S;
  if (!E || E->Flags & HeldSkipped)
    return;
  Flags |= flagsOf(E) | HeldOwnFlags | HeldAcquired;
  E->Last = 0;
  if (Flags & (HeldSaved | HeldHandle))
    E->Extra = Extra;
  if (__sg_options.HoldMode == HoldExact || E->Flags & HeldTimed) {
    E->Since = __sg_clock();
    Flags |= HeldTimed;
  }
  set(E->Flags, Flags);
}

PUBLIC void __spinguard_after_acquire(const Site *S, const void *L) {
  acquired(S, L, 0, 0);
}

PUBLIC void __spinguard_after_acquire_saved(const Site *S, const void *L,
                                            int64_t Saved) {
  acquired(S, L, (uint64_t)Saved, HeldSaved);
}

PUBLIC void __spinguard_after_acquire_handle(const Site *S, const void *L,
                                             const void *Handle) {
  acquired(S, L, (uintptr_t)Handle, HeldHandle);
}

PUBLIC void __spinguard_acquire_failed(const Site *S, const void *L) {
  struct context *C = __sg_self();
  const struct held *E = __sg_newest(C, (uintptr_t)L, 0);
  (void)S;
  if (E)
    removeHeld(C, E);
}

PUBLIC void __spinguard_after_convert(const Site *S, const void *L,
                                      int32_t Converted) {
  struct held *E = __sg_newest(__sg_self(), (uintptr_t)L, 0);
  (void)S;
  if (E && Converted)
    set(E->Flags,
        (flagsOf(E) & ~(uint32_t)SPINGUARD_SITE_SHARED) | HeldOwnFlags);
}

//===----------------------------------------------------------------------===//
// Release
//===----------------------------------------------------------------------===//

enum { ReleasePlain, ReleaseSaved, ReleaseHandle };

static COLD void reportValues(struct context *C, const Site *S,
                              const struct held *E, enum message M, uint64_t A,
                              uint64_t B) {
  struct finding F;
  __sg_find(&F, C, S, M, E->Lock, E->Site);
  F.A = A;
  F.B = B;
  __sg_report(&F);
}

/// Releases an entry of C.
static COLD int32_t releaseEntry(struct context *C, const Site *S,
                                 const struct held *E, int How,
                                 uint64_t Value) {
  uint32_t Flags = flagsOf(E);
  int32_t Skipped = !!(Flags & HeldSkipped);
  if (!Skipped) {
    if (How == ReleaseSaved && Flags & HeldSaved && E->Extra != Value)
      reportValues(C, S, E, MessageWrongValue, Value, E->Extra);
    uint32_t Variant = (Flags ^ S->flags) & VariantFlags;
    if (!(Flags & S->flags & SPINGUARD_SITE_WINDOWS))
      Variant &= SPINGUARD_SITE_SHARED;
    if (Variant && !(Flags & HeldEntry))
      __sg_report_lock(C, S, MessageOtherVariant, E->Lock, E->Site, 0);
    if (Flags & HeldTimed) {
      uint64_t Us = __sg_clock_us(__sg_clock() - E->Since);
      uint32_t Limit =
          E->Site->hold_us ? E->Site->hold_us : __sg_options.HoldUs;
      if (Us > Limit)
        reportValues(C, S, E, MessageHeldTooLong, Us, Limit);
    }
    if (__sg_options.Verbosity && E != &C->Held[depthOf(C)])
      __sg_report_lock(C, S, MessageNotNested, E->Lock, E->Site, 0);
  }
  removeHeld(C, E);
  return Skipped;
}

static COLD int32_t releaseSlow(const Site *S, uint64_t Value, uintptr_t Lock,
                                int How) {
  struct context *C = __sg_context();
  if (!C || C->Special & SpecialReporting)
    return 0;
  const struct held *Found = 0;
  for (uint32_t I = depthOf(C); I > 0; --I) {
    const struct held *E = &C->Held[I];
    if (How != ReleaseHandle ? E->Lock == Lock
                             : E->Flags & HeldHandle && E->Extra == Value)
      return releaseEntry(C, S, E, How, Value);
    // A skipped acquire has no handle.
    if (!Found && E->Flags & HeldSkipped && E->Flags & SPINGUARD_SITE_QUEUED)
      Found = E;
  }
  if (How == ReleaseHandle && Found)
    return releaseEntry(C, S, Found, How, Value);
  if (C->Overflow) {
    // One of those that were too many.
    --C->Overflow;
    return 0;
  }
  struct context *Owner;
  Found = How == ReleaseHandle ? 0 : __sg_find_holder(C, Lock, 0, &Owner);
  if (Found)
    __sg_report_lock(C, S, MessageHeldByOther, Lock, get(Found->Site),
                     Owner->Tid);
  else
    __sg_report_lock(C, S, MessageNotHeld, Lock, 0, 0);
  return 1;
}

/// With other locks held, or of another variant.
static NOINLINE int32_t releaseNested(const Site *S, uint64_t Value,
                                      uintptr_t Lock, int How) {
  struct context *C = __sg_self();
  uint32_t Depth = C->Top;
  struct held *E = &C->Held[Depth];
  uint32_t Flags = E->Flags;
  enum { Slow = VariantFlags | HeldSkipped | HeldTimed | HeldCallers };
  if (UNLIKELY(E->Lock != Lock) || UNLIKELY((Flags ^ S->flags) & Slow) ||
      (Flags & HeldSaved && E->Extra != Value))
    return releaseSlow(S, Value, Lock, How);
  if (UNLIKELY(Flags))
    set(E->Flags, 0);
  pop(C, Depth);
  return 0;
}

PUBLIC int32_t __spinguard_before_release(const Site *S, const void *L) {
  if (LIKELY(releaseHot(__sg_self(), S, (uintptr_t)L)))
    return 0;
  return releaseNested(S, 0, (uintptr_t)L, ReleasePlain);
}

PUBLIC int32_t __spinguard_before_release_saved(const Site *S, const void *L,
                                                int64_t Saved) {
  return releaseNested(S, (uint64_t)Saved, (uintptr_t)L, ReleaseSaved);
}

PUBLIC int32_t __spinguard_before_release_handle(const Site *S,
                                                 const void *Handle) {
  return releaseSlow(S, (uintptr_t)Handle, (uintptr_t)Handle, ReleaseHandle);
}

PUBLIC int32_t __spinguard_leaf_release(const void *L) {
  struct context *C = __sg_self();
  if (LIKELY(C->LeafSkipped != (uintptr_t)L) || !L)
    return 0;
  C->LeafSkipped = 0;
  return 1;
}

//===----------------------------------------------------------------------===//
// Roles, exits, waiting
//===----------------------------------------------------------------------===//

/// The cookie is the address of the role's frame.
PUBLIC int64_t __spinguard_role_enter(const Role *R) {
  struct context *C = __sg_context();
  if (!C || C->Frame == &C->Roles[MaxRoles])
    return -1;
  struct roleFrame *F = C->Frame + 1;
  uint32_t Depth = depthOf(C), Handler = R->flags & SPINGUARD_ROLE_HANDLER;
  F->Role = R;
  F->Special = C->Special;
  F->Dropped = 0;
  F->Holes = 0;
  // The caller's locks are not popped in passing.
  for (uint32_t I = Depth; I > 0; --I)
    if (C->Held[I].Lock)
      set(C->Held[I].Flags,
          C->Held[I].Flags | HeldCallers | (Handler ? HeldInterrupted : 0));
  if (Handler && Depth < MaxHeld) {
    // (With nothing held, Top says so only from entry 2 on.)
    F->Holes = Depth ? 1 : 2;
    Depth += F->Holes;
    set(C->Top, Depth);
  }
  F->Base = Depth;
  signalFence();
  C->Frame = F;
  C->Special |= Handler;
  if (R->entry_site && Depth < MaxHeld)
    pushFlags(C, Depth, R->entry_site, (uintptr_t)R->entry_lock,
              R->entry_site->flags | HeldEntry | HeldAcquired);
  return (int64_t)(uintptr_t)F;
}

/// Reports what C holds above Base, and drops it. What it let go of and took
/// again is its caller's.
static COLD void reportHeld(struct context *C, uint32_t Base, enum message M,
                            const Site *At, const struct roleFrame *In) {
  for (uint32_t I = depthOf(C); I > Base; --I) {
    const struct held *E = &C->Held[I];
    if (In && E->Lock && E->Lock == In->Dropped)
      continue;
    if (E->Lock && !(E->Flags & HeldSkipped) &&
        !(In && In->Role->flags & SPINGUARD_ROLE_KEEPS_ENTRY &&
          E->Flags & HeldEntry)) {
      struct finding F;
      __sg_find(&F, C, At, M, E->Lock, E->Site);
      F.Role = In ? In->Role : 0;
      __sg_report(&F);
    }
    removeEntry(C, I);
  }
}

PUBLIC void __spinguard_role_exit(const Role *R, int64_t Cookie) {
  struct context *C = __sg_self();
  struct roleFrame *F = (struct roleFrame *)(uintptr_t)Cookie;
  // (Not entered, or left already.)
  if (F <= C->Roles || F > C->Frame)
    return;
  if (UNLIKELY(depthOf(C) > F->Base) &&
      !(R->flags & SPINGUARD_ROLE_RETURNS_HELD))
    reportHeld(C, F->Base, MessageHeldAtReturn, 0, F);
  if (F->Holes)
    set(C->Top, F->Base > F->Holes ? F->Base - F->Holes : 1);
  C->Special = F->Special;
  C->Frame = F - 1;
  if (R->flags & SPINGUARD_ROLE_THREAD && C->Frame == C->Roles)
    __sg_leave_context();
}

PUBLIC void __spinguard_before_thread_exit(const Site *S) {
  int Process = S->flags & SPINGUARD_SITE_PROCESS;
  reportHeld(__sg_self(), 0,
             Process ? MessageHeldAtProcessExit : MessageHeldAtThreadExit, S,
             0);
  if (!Process)
    __sg_leave_context();
}

PUBLIC void __spinguard_before_blocking(const Site *S) {
  struct context *C = __sg_self();
  if (LIKELY(!depthOf(C)))
    return;
  const struct held *E = __sg_newest(C, 1, ~(uintptr_t)0);
  if (E && !(C->Special & SpecialReporting))
    __sg_report_lock(C, S,
                     S->flags & SPINGUARD_SITE_COMPLETION ? MessageCompletion
                                                          : MessageBlocking,
                     E->Lock, E->Site, 0);
}
