//===- context.c - The contexts, and the internal lock --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Contexts come from a static pool, and from the platform's memory when that
// is used up; they are reused and never freed, so that another context can look
// at them at any time. A thread that ended without a hook leaves its context
// behind: it is taken back once the platform says that the thread is gone.
//
//===----------------------------------------------------------------------===//

#include "runtime.h"

struct context __sg_nobody = {.Special = SpecialNobody, .Top = 1};
struct context *__sg_contexts;

static struct context Pool[StaticContexts];
static uint32_t PoolUsed;

/// 0, or the id of the thread that has it.
static uint64_t Internal;

uintptr_t __sg_lock(void) {
  uintptr_t Mask = __sg_mask_interrupts();
  uint64_t Me = __sg_thread_id(), Owner = 0;
  for (uint32_t Spins = 0; !__atomic_compare_exchange_n(
           &Internal, &Owner, Me, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
       ++Spins) {
    // After a fork, the owner may be a thread that only the parent has: then
    // the lock is taken from it.
    if (Spins % 4096 != 4095 || __sg_thread_lives(Owner))
      Owner = 0;
    __sg_relax(Spins);
  }
  // Who had it may have been in the middle of a change.
  if (Owner)
    __sg_forget_all();
  return Mask;
}

void __sg_unlock(uintptr_t Mask) {
  __atomic_store_n(&Internal, 0, __ATOMIC_RELEASE);
  __sg_restore_interrupts(Mask);
}

static struct context *freeContext(uint64_t Tid) {
  // A context of a thread that had the same id is free as well: there cannot be
  // two. Whether a thread lives on is asked when nothing else is left.
  struct context *C = __sg_contexts;
  for (; C; C = C->Next)
    if (!C->InUse || C->Tid == Tid ||
        (PoolUsed == StaticContexts && !__sg_thread_lives(C->Tid)))
      return C;
  C = PoolUsed < StaticContexts ? &Pool[PoolUsed++]
                                : __sg_memory(sizeof(struct context));
  if (!C)
    return 0;
  C->Next = __sg_contexts;
  __atomic_store_n(&__sg_contexts, C, __ATOMIC_RELEASE);
  return C;
}

uint64_t __sg_chain(const struct context *C, uint32_t Depth, const Site *S,
                    uintptr_t Lock) {
  if (!Depth)
    return 0;
  const struct held *E = &C->Held[Depth];
  uint64_t Chain = Depth > 1 ? E->Chain : keyAt(get(E->Site), E->Lock);
  Chain = (Chain ^ keyAt(S, Lock) << 1) * 0x9e3779b97f4a7c15u;
  return Chain ^ Chain >> 29;
}

/// Nothing is held. (The sites stay: somebody may be about to read one.)
static void clear(struct context *C) {
  for (uint32_t I = MaxHeld; I > 0; --I) {
    set(C->Held[I].Lock, 0);
    set(C->Held[I].Flags, 0);
  }
  set(C->Top, 1);
}

struct context *__sg_context(void) {
  struct context *C = __sg_self();
  if (LIKELY(C != &__sg_nobody))
    return C;
  __sg_start();
  uint64_t Tid = __sg_thread_id();
  uintptr_t Mask = __sg_lock();
  C = freeContext(Tid);
  if (C) {
    clear(C);
    C->Special = __sg_options.HoldMode == HoldSampled ||
                         __sg_options.HoldMode == HoldWatchdog
                     ? SpecialSampled
                     : 0;
    C->Frame = C->Roles;
    C->Overflow = 0;
    C->LeafSkipped = 0;
    set(C->Tid, Tid);
    set(C->InUse, 1);
    __sg_set_self(C);
  }
  __sg_unlock(Mask);
  return C;
}

void __sg_leave_context(void) {
  struct context *C = __sg_self();
  if (C == &__sg_nobody)
    return;
  __sg_set_self(&__sg_nobody);
  clear(C);
  __atomic_store_n(&C->InUse, 0, __ATOMIC_RELEASE);
}

struct held *__sg_newest(struct context *C, uintptr_t Lock, uintptr_t Size) {
  for (uint32_t I = depthOf(C); I > 0; --I) {
    struct held *E = &C->Held[I];
    uintptr_t Held = __atomic_load_n(&E->Lock, __ATOMIC_ACQUIRE);
    if (Held && Held - Lock <= (Size ? Size - 1 : 0) &&
        !(get(E->Flags) & HeldSkipped))
      return E;
  }
  return 0;
}

const struct held *__sg_find_holder(struct context *Self, uintptr_t Lock,
                                    uintptr_t Size, struct context **Owner) {
  const struct held *Maybe = __sg_newest(Self, Lock, Size);
  *Owner = Self;
  if (Maybe)
    return Maybe;
  struct context *C = __atomic_load_n(&__sg_contexts, __ATOMIC_ACQUIRE);
  for (; C; C = C->Next) {
    const struct held *E = __sg_newest(C, Lock, Size);
    if (!E || !get(C->InUse) || !__sg_thread_lives(get(C->Tid)))
      continue;
    Maybe = E;
    *Owner = C;
    // The newest entry may be one that its thread still waits for.
    if (E != &C->Held[depthOf(C)] || get(E->Flags) & HeldAcquired)
      break;
  }
  return Maybe;
}
