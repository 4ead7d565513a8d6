//===- hot.h - The ways that a sound program takes --------------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the hooks do where there is nothing to find and no other lock is held.
// The runtime compiles it into its hooks (held.c), and the instrumentation puts
// it in front of the calls of them (inline.c). So it may refer to nothing but
// the calling context and what the runtime exports.
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

static FORCE struct held *push(struct context *C, uint32_t Depth, const Site *S,
                               uintptr_t Lock, uint64_t Chain) {
  struct held *E = &C->Held[Depth + 1];
  if (Depth) {
    set(C->Top, Depth + 1);
    signalFence();
  }
  set(E->Site, S);
  if (Depth)
    E->Chain = Chain;
  signalFence();
  __atomic_store_n(&E->Lock, Lock, __ATOMIC_RELEASE);
  return E;
}

/// Whether there is more to do than to check the order and to push.
static FORCE int needsCare(struct context *C, const Site *S, uintptr_t Lock) {
  const Class *Cls = S->lock_class ? S->lock_class : &__spinguard_no_class;
  return get(C->Special) || !(get(Cls->usage) & UsageSettled) ||
         S->flags & VariantFlags || mustCheckInit(S, Lock);
}

/// Acquires the only lock; 0: there is more to do.
static FORCE int acquireHot(const Site *S, uintptr_t Lock) {
  struct context *C = __sg_self();
  if (UNLIKELY(get(C->Held[1].Lock)) || UNLIKELY(needsCare(C, S, Lock)))
    return 0;
  push(C, 0, S, Lock, 0);
  return 1;
}

/// Releases the only lock; 0: there is more to do.
static FORCE int releaseHot(const Site *S, uintptr_t Lock) {
  struct context *C = __sg_self();
  // With a constant index the loads need not wait for each other, and the next
  // locked instruction waits for all of them.
  if (UNLIKELY(get(C->Held[1].Lock) != Lock) || UNLIKELY(get(C->Top) != 1) ||
      UNLIKELY(get(C->Held[1].Flags) | (S->flags & VariantFlags)))
    return 0;
  set(C->Held[1].Lock, 0);
  return 1;
}

/// Whether a leaf section needs no look at the locks that are held.
static FORCE int holdsNothingHot(void) {
  return !get(__sg_self()->Held[1].Lock);
}

#endif // SPINGUARD_RUNTIME_CORE_HOT_H
