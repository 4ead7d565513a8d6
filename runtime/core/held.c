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

/// The chain of an acquire on top of Depth entries, which is not 0.
static __attribute__((__noinline__)) uint64_t chainWith(const struct context *C,
                                                        uint32_t Depth,
                                                        const Site *S,
                                                        uintptr_t Lock) {
  return __sg_mix_chain(chainOf(C, Depth), siteKey(S, Lock));
}

/// The same with flags, on the way that is not fast.
static __attribute__((__noinline__)) struct held *
pushFlags(struct context *C, uint32_t Depth, const Site *S, uintptr_t Lock,
          uint32_t Flags) {
  struct held *E =
      push(C, Depth, S, Lock, Depth ? chainWith(C, Depth, S, Lock) : 0);
  E->Below = 0;
  set(E->Seq, ++C->Seq);
  set(E->Flags, get(E->Flags) | Flags | HeldOwnFlags);
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
  for (uint32_t R = 0; R < C->RoleDepth; ++R) {
    struct roleFrame *F = &C->Roles[R];
    if (I <= F->Base) {
      if (!(C->Held[I].Flags & HeldSkipped))
        F->Dropped = C->Held[I].Lock;
      --F->Base;
    }
  }
  if (I <= C->RoleBase)
    --C->RoleBase;
  uint32_t Depth = depthOf(C);
  for (; I < Depth; ++I) {
    struct held *To = &C->Held[I], *From = To + 1;
    set(To->Site, From->Site);
    set(To->Flags, From->Flags);
    set(To->Seq, From->Seq);
    To->Extra = From->Extra;
    To->Since = From->Since;
    __atomic_store_n(&To->Lock, From->Lock, __ATOMIC_RELEASE);
    To->Below = 0;
    if (I > 1)
      To->Chain = chainWith(C, I - 1, To->Site, To->Lock);
  }
  set(C->Held[Depth].Flags, 0);
  pop(C, Depth);
}

//===----------------------------------------------------------------------===//
// Acquire
//===----------------------------------------------------------------------===//

enum { AcquirePlain, AcquireTry, AcquireLeaf };

static COLD int32_t acquiredAgain(struct context *C, const Site *S,
                                  uintptr_t Lock, uint32_t I, int How) {
  // Where the interrupted routine's locks end.
  uint32_t Base = 0;
  for (uint32_t R = 0; R < C->RoleDepth; ++R)
    if (C->Roles[R].Role->flags & SPINGUARD_ROLE_HANDLER)
      Base = C->Roles[R].Base;
  const char *Handler =
      I <= Base ? __sg_handler_name(get(C->Special)) : (const char *)0;
  __sg_report_lock(Handler ? MessageAcquiredInHandler : MessageAcquiredAgain, C,
                   Lock, S, &C->Held[I], Handler, 0, 0);
  if (__sg_options.AbortOnSelfDeadlock) {
    __sg_options.AbortOnError = 1;
    __sg_die(__sg_options.ExitCode);
  }
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
  if (!C || get(C->Special) & SpecialReporting)
    return 0;
  uint32_t Depth = depthOf(C), Flags = S->flags;
  for (uint32_t I = Depth; I > 0; --I) {
    struct held *E = &C->Held[I];
    if (get(E->Lock) != Lock)
      continue;
    // Readers may come again.
    if (flagsOf(E) & Flags & SPINGUARD_SITE_SHARED)
      break;
    if (How == AcquireTry) {
      // It succeeded: somebody else has released it, where no hook is.
      removeEntry(C, I);
      Depth = depthOf(C);
      break;
    }
    return acquiredAgain(C, S, Lock, I, How);
  }

  if (mustCheckInit(S, Lock))
    __sg_check_init(C, S, Lock);
  Class *Cls = S->lock_class ? S->lock_class : &__spinguard_no_class;
  if (How != AcquireTry && (get(C->Special) & SPINGUARD_ROLE_HANDLER ||
                            !(get(Cls->usage) & UsageSettled)))
    __sg_check_usage(C, S, Lock);

  uint64_t Chain = 0;
  if (Depth) {
    Chain = chainWith(C, Depth, S, Lock);
    if (How != AcquireTry && !knownChain(Chain)) {
      uint64_t Exact = __sg_mix_chain(Chain, Lock);
      for (uint32_t I = Depth; I > 0; --I)
        Exact = __sg_mix_chain(Exact, C->Held[I].Lock);
      if (!knownChain(Exact))
        __sg_check_order(C, S, Lock, Chain, Exact);
    }
  }
  if (How == AcquireLeaf)
    return 0;
  if (How == AcquireTry)
    Flags |= HeldTry | HeldAcquired;
  if (Depth >= MaxHeld) {
    ++C->Overflow;
    set(C->Special, get(C->Special) | SpecialOverflow);
    return 0;
  }
  if (How != AcquireTry && !(get(C->Special) & SpecialSampled) &&
      !(Flags & VariantFlags)) {
    struct held *E = push(C, Depth, S, Lock, Chain);
    E->Below = Depth && S->lock_class && knownChain(Chain)
                   ? chainOf(C, Depth) ^ get(__sg_epoch)
                   : 0;
    return 0;
  }
  struct held *E = pushFlags(C, Depth, S, Lock, Flags);
  if (__sg_options.HoldMode == HoldSampled && C->Seq % SampleEvery == 0) {
    E->Since = __sg_clock();
    set(E->Flags, get(E->Flags) | HeldTimed);
  }
  return 0;
}

/// Whether Lock is not held, and an acquire on top of Depth others is known to
/// be in order.
static FORCE int isKnown(struct context *C, uint32_t Depth, const Site *S,
                         uintptr_t Lock) {
  const struct held *E = &C->Held[Depth + 1];
  if (get(E->Site) != S || E->Below != (chainOf(C, Depth) ^ get(__sg_epoch)))
    return 0;
  for (uint32_t I = Depth; I > 0; --I)
    if (UNLIKELY(get(C->Held[I].Lock) == Lock))
      return 0;
  return 1;
}

/// With other locks held.
static __attribute__((__noinline__)) int32_t acquireNested(const Site *S,
                                                           uintptr_t Lock) {
  struct context *C = __sg_self();
  uint32_t Depth = get(C->Top);
  if (LIKELY(!needsCare(C, S, Lock)) && LIKELY(Depth < MaxHeld) &&
      LIKELY(get(C->Held[1].Lock)) && LIKELY(isKnown(C, Depth, S, Lock))) {
    push(C, Depth, S, Lock, C->Held[Depth + 1].Chain);
    return 0;
  }
  return acquireSlow(S, Lock, AcquirePlain);
}

PUBLIC int32_t __spinguard_before_acquire(const Site *S, const void *L) {
  if (LIKELY(acquireHot(S, (uintptr_t)L)))
    return 0;
  return acquireNested(S, (uintptr_t)L);
}

PUBLIC int32_t __spinguard_leaf_acquire(const Site *S, const void *L) {
  if (LIKELY(holdsNothingHot()))
    return 0;
  return acquireSlow(S, (uintptr_t)L, AcquireLeaf);
}

PUBLIC void __spinguard_after_try(const Site *S, const void *L,
                                  int32_t Acquired) {
  if (Acquired)
    acquireSlow(S, (uintptr_t)L, AcquireTry);
}

/// The newest entry of a lock, for what comes after its acquire.
static __attribute__((__noinline__)) struct held *newest(struct context *C,
                                                         const void *L) {
  for (uint32_t I = depthOf(C); I > 0; --I)
    if (get(C->Held[I].Lock) == (uintptr_t)L)
      return &C->Held[I];
  return 0;
}

static __attribute__((__noinline__)) void
acquired(const void *L, uint32_t Flags, uint64_t Extra) {
  struct held *E = newest(__sg_self(), L);
  if (!E || E->Flags & HeldSkipped)
    return;
  Flags |= flagsOf(E) | HeldOwnFlags | HeldAcquired;
  if (Flags & (HeldSaved | HeldHandle))
    E->Extra = Extra;
  if (__sg_options.HoldMode == HoldExact || E->Flags & HeldTimed) {
    E->Since = __sg_clock();
    Flags |= HeldTimed;
  }
  set(E->Flags, Flags);
}

PUBLIC void __spinguard_after_acquire(const Site *S, const void *L) {
  (void)S;
  acquired(L, 0, 0);
}

PUBLIC void __spinguard_after_acquire_saved(const Site *S, const void *L,
                                            int64_t Saved) {
  (void)S;
  acquired(L, HeldSaved, (uint64_t)Saved);
}

PUBLIC void __spinguard_after_acquire_handle(const Site *S, const void *L,
                                             const void *Handle) {
  (void)S;
  acquired(L, HeldHandle, (uintptr_t)Handle);
}

PUBLIC void __spinguard_acquire_failed(const Site *S, const void *L) {
  struct context *C = __sg_self();
  struct held *E = newest(C, L);
  (void)S;
  if (E)
    removeEntry(C, (uint32_t)(E - C->Held));
}

PUBLIC void __spinguard_after_convert(const Site *S, const void *L,
                                      int32_t Converted) {
  struct held *E = newest(__sg_self(), L);
  (void)S;
  if (E && Converted)
    set(E->Flags,
        (flagsOf(E) & ~(uint32_t)SPINGUARD_SITE_SHARED) | HeldOwnFlags);
}

//===----------------------------------------------------------------------===//
// Release
//===----------------------------------------------------------------------===//

enum { ReleasePlain, ReleaseSaved, ReleaseHandle };

/// Releases entry I of C.
static COLD int32_t releaseEntry(struct context *C, const Site *S, uint32_t I,
                                 int How, uint64_t Value) {
  struct held *E = &C->Held[I];
  uintptr_t Lock = E->Lock;
  uint32_t Flags = flagsOf(E);
  if (Flags & HeldSkipped) {
    removeEntry(C, I);
    return 1;
  }
  if (How == ReleaseSaved && Flags & HeldSaved && E->Extra != Value)
    __sg_report_lock(MessageWrongValue, C, Lock, S, E, 0, Value, E->Extra);
  uint32_t Variant = (Flags ^ S->flags) & VariantFlags;
  if (!(Flags & S->flags & SPINGUARD_SITE_WINDOWS))
    Variant &= SPINGUARD_SITE_SHARED;
  if (Variant && !(Flags & HeldEntry))
    __sg_report_lock(MessageOtherVariant, C, Lock, S, E, 0, 0, 0);
  if (Flags & HeldTimed) {
    uint64_t Us = __sg_clock_us(__sg_clock() - E->Since);
    uint32_t Limit = E->Site->hold_us ? E->Site->hold_us : __sg_options.HoldUs;
    if (Us > Limit)
      __sg_report_lock(MessageHeldTooLong, C, Lock, S, E, 0, Us, Limit);
  }
  if (I != depthOf(C) && __sg_options.Verbosity)
    __sg_report_lock(MessageNotNested, C, Lock, S, E, 0, 0, 0);
  removeEntry(C, I);
  return 0;
}

static COLD int32_t releaseSlow(const Site *S, uintptr_t Lock, int How,
                                uint64_t Value) {
  struct context *C = __sg_context();
  if (!C || get(C->Special) & SpecialReporting)
    return 0;
  for (uint32_t I = depthOf(C); I > 0; --I) {
    struct held *E = &C->Held[I];
    if (How == ReleaseHandle ? E->Flags & HeldHandle && E->Extra == Value
                             : get(E->Lock) == Lock)
      return releaseEntry(C, S, I, How, Value);
  }
  if (How == ReleaseHandle) {
    // A skipped acquire has no handle.
    for (uint32_t I = depthOf(C); I > 0; --I)
      if (C->Held[I].Flags & HeldSkipped &&
          C->Held[I].Flags & SPINGUARD_SITE_QUEUED)
        return releaseEntry(C, S, I, How, Value);
    Lock = (uintptr_t)Value;
  }
  if (C->Overflow) {
    // One of those that were too many.
    if (!--C->Overflow)
      set(C->Special, get(C->Special) & ~(uint32_t)SpecialOverflow);
    return 0;
  }
  struct context *Owner;
  const struct held *Other =
      How == ReleaseHandle ? 0 : __sg_find_other(C, Lock, 0, &Owner);
  struct finding F;
  __sg_find(&F, Other ? MessageHeldByOther : MessageNotHeld, C, Lock, S, 0);
  if (Other) {
    F.A = Owner->Tid;
    __sg_add_site(&F, "acquired", get(Other->Site), Owner->Tid);
  }
  __sg_report(&F);
  return 1;
}

/// Whether the newest entry is Lock's and there is nothing to check.
static FORCE int popKnown(struct context *C, const Site *S, uintptr_t Lock,
                          uint32_t Slow, uint64_t Value) {
  uint32_t Depth = get(C->Top);
  struct held *E = &C->Held[Depth];
  uint32_t Flags = get(E->Flags);
  if (UNLIKELY(get(E->Lock) != Lock) || UNLIKELY(Depth <= C->RoleBase) ||
      UNLIKELY((Flags ^ S->flags) & Slow) ||
      (Flags & HeldSaved && E->Extra != Value))
    return 0;
  if (UNLIKELY(Flags))
    set(E->Flags, 0);
  pop(C, Depth);
  return 1;
}

/// With other locks held, or of another variant.
static __attribute__((__noinline__)) int32_t releaseNested(const Site *S,
                                                           uintptr_t Lock) {
  enum { Slow = VariantFlags | HeldSkipped | HeldTimed | HeldSaved };
  if (LIKELY(popKnown(__sg_self(), S, Lock, Slow, 0)))
    return 0;
  return releaseSlow(S, Lock, ReleasePlain, 0);
}

PUBLIC int32_t __spinguard_before_release(const Site *S, const void *L) {
  if (LIKELY(releaseHot(S, (uintptr_t)L)))
    return 0;
  return releaseNested(S, (uintptr_t)L);
}

PUBLIC int32_t __spinguard_before_release_saved(const Site *S, const void *L,
                                                int64_t Saved) {
  enum { Slow = VariantFlags | HeldSkipped | HeldTimed };
  if (LIKELY(popKnown(__sg_self(), S, (uintptr_t)L, Slow, (uint64_t)Saved)))
    return 0;
  return releaseSlow(S, (uintptr_t)L, ReleaseSaved, (uint64_t)Saved);
}

PUBLIC int32_t __spinguard_before_release_handle(const Site *S,
                                                 const void *Handle) {
  return releaseSlow(S, 0, ReleaseHandle, (uintptr_t)Handle);
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

PUBLIC int64_t __spinguard_role_enter(const Role *R) {
  struct context *C = __sg_context();
  if (!C || C->RoleDepth >= MaxRoles)
    return -1;
  struct roleFrame *F = &C->Roles[C->RoleDepth];
  uint32_t Depth = depthOf(C);
  F->Role = R;
  F->Base = Depth;
  F->Special = get(C->Special);
  F->Dropped = 0;
  F->Interrupted = Depth ? 0 : get(C->Held[1].Site);
  signalFence();
  ++C->RoleDepth;
  C->RoleBase = Depth;
  // The caller's locks are not popped in passing.
  for (uint32_t I = Depth; I > 0; --I)
    set(C->Held[I].Flags, get(C->Held[I].Flags) | HeldCallers);
  set(C->Special, F->Special | (R->flags & SPINGUARD_ROLE_HANDLER));
  if (R->entry_lock && R->entry_site && Depth < MaxHeld)
    pushFlags(C, Depth, R->entry_site, (uintptr_t)R->entry_lock,
              R->entry_site->flags | HeldEntry | HeldAcquired);
  return C->RoleDepth - 1;
}

/// Reports what C holds above Base, and drops it.
static COLD void reportHeld(struct context *C, uint32_t Base, enum message M,
                            const Site *At, const Role *R, const char *What,
                            uintptr_t Kept) {
  for (uint32_t I = depthOf(C); I > Base; --I) {
    struct held *E = &C->Held[I];
    if (get(E->Lock) && E->Lock != Kept && !(E->Flags & HeldSkipped) &&
        !(R && R->flags & SPINGUARD_ROLE_KEEPS_ENTRY && E->Flags & HeldEntry)) {
      struct finding F;
      __sg_find(&F, M, C, E->Lock, At, E);
      F.Role = R;
      F.Text = What;
      __sg_report(&F);
    }
    if (E->Lock != Kept || !Kept)
      removeEntry(C, I);
  }
}

PUBLIC void __spinguard_role_exit(const Role *R, int64_t Cookie) {
  struct context *C = __sg_self();
  if (Cookie < 0 || Cookie >= C->RoleDepth)
    return;
  struct roleFrame *F = &C->Roles[Cookie];
  uint32_t Base = F->Base;
  if (UNLIKELY(depthOf(C) > Base) && !(R->flags & SPINGUARD_ROLE_RETURNS_HELD))
    reportHeld(C, Base, MessageHeldAtReturn, 0, R, R->function, F->Dropped);
  set(C->Special, F->Special & ~(C->Overflow ? 0u : SpecialOverflow));
  signalFence();
  if (F->Interrupted && !depthOf(C))
    set(C->Held[1].Site, F->Interrupted);
  C->RoleDepth = (uint32_t)Cookie;
  C->RoleBase = Cookie ? C->Roles[Cookie - 1].Base : 0;
  if (R->flags & SPINGUARD_ROLE_THREAD && !Cookie)
    __sg_leave_context();
}

PUBLIC void __spinguard_before_thread_exit(const Site *S) {
  struct context *C = __sg_self();
  int Process = S->flags & SPINGUARD_SITE_PROCESS;
  if (depthOf(C))
    reportHeld(C, 0,
               Process ? MessageHeldAtProcessExit : MessageHeldAtThreadExit, S,
               0, S->api, 0);
  if (!Process)
    __sg_leave_context();
}

PUBLIC void __spinguard_before_blocking(const Site *S) {
  struct context *C = __sg_self();
  uint32_t Depth = depthOf(C);
  if (LIKELY(!Depth) || get(C->Special) & SpecialReporting)
    return;
  struct held *E = &C->Held[Depth];
  __sg_report_lock(S->flags & SPINGUARD_SITE_COMPLETION ? MessageCompletion
                                                        : MessageBlocking,
                   C, E->Lock, S, E, S->api, 0, 0);
}
