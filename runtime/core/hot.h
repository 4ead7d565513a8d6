//===- hot.h - The ways that a sound program takes --------------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the hooks do where there is nothing to find: no other lock is held, or
// the same ones as at the last time. The runtime compiles the first into its
// hooks (held.c), and the instrumentation puts both in front of the calls of
// them (inline.c). So this may refer to nothing but the calling context and
// what the runtime exports.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_CORE_HOT_H
#define SPINGUARD_RUNTIME_CORE_HOT_H

#include "runtime.h"

/// A difference between acquire and release in these needs a look.
enum {
  VariantFlags =
      SPINGUARD_SITE_SHARED | SPINGUARD_SITE_RAISES | SPINGUARD_SITE_QUEUED,
};

/// The last step of an acquire: the entry counts from now on.
static FORCE void publish(struct held *E, const Site *S, uintptr_t Lock) {
  set(E->Site, S);
  signalFence();
  __atomic_store_n(&E->Lock, Lock, __ATOMIC_RELEASE);
}

/// Whether there is more to do than to check the order and to push.
static FORCE int needsCare(const struct context *C, const Site *S,
                           uintptr_t Lock) {
  const Class *Cls = S->lock_class ? S->lock_class : &__spinguard_no_class;
  return UNLIKELY(C->Special) || UNLIKELY(!(get(Cls->usage) & UsageSettled)) ||
         UNLIKELY(S->flags & VariantFlags) || UNLIKELY(mustCheckInit(S, Lock));
}

/// Acquires the only lock; 0: there is more to do.
static FORCE int acquireHot(struct context *C, const Site *S, uintptr_t Lock) {
  if (UNLIKELY(C->Held[1].Lock) || UNLIKELY(needsCare(C, S, Lock)))
    return 0;
  publish(&C->Held[1], S, Lock);
  return 1;
}

/// Acquires what was acquired here when the same locks were held; 0: there is
/// more to do. That the locks further below are the same ones is what the
/// number of the entry below says.
static FORCE int acquireAgain(struct context *C, const Site *S,
                              uintptr_t Lock) {
  uint32_t Depth = C->Top;
  const struct held *Below = &C->Held[Depth];
  struct held *E = &C->Held[Depth + 1];
  if (UNLIKELY(E->Last != Lock) || UNLIKELY(E->Site != S) ||
      UNLIKELY(E->BelowLock != Below->Lock) ||
      UNLIKELY(E->BelowSite != get(Below->Site)) ||
      UNLIKELY(E->BelowSeq != Below->Seq) || UNLIKELY(C->Special) ||
      UNLIKELY(E->Epoch != (uint32_t)get(__spinguard_locks_epoch)))
    return 0;
  set(C->Top, Depth + 1);
  signalFence();
  publish(E, S, Lock);
  return 1;
}

/// Releases the only lock; 0: there is more to do.
static FORCE int releaseHot(struct context *C, const Site *S, uintptr_t Lock) {
  // With a constant index the loads need not wait for each other, and the next
  // locked instruction waits for all of them.
  if (UNLIKELY(C->Held[1].Lock != Lock) || UNLIKELY(C->Top != 1) ||
      UNLIKELY(C->Held[1].Flags | (S->flags & VariantFlags)))
    return 0;
  set(C->Held[1].Lock, 0);
  return 1;
}

/// Releases the newest of several locks; 0: there is more to do. (The locks of
/// a role's caller have a flag.)
static FORCE int releaseTop(struct context *C, const Site *S, uintptr_t Lock) {
  uint32_t Depth = C->Top;
  struct held *E = &C->Held[Depth];
  if (UNLIKELY(E->Lock != Lock) || UNLIKELY(Depth < 2) ||
      UNLIKELY(E->Flags | (S->flags & VariantFlags)))
    return 0;
  set(E->Lock, 0);
  signalFence();
  set(C->Top, Depth - 1);
  return 1;
}

#endif // SPINGUARD_RUNTIME_CORE_HOT_H
