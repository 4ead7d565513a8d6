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
  uint64_t Me = __sg_thread_id();
  for (uint32_t Spins = 0;; ++Spins) {
    uint64_t Owner = 0;
    if (__atomic_compare_exchange_n(&Internal, &Owner, Me, 0, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED))
      return Mask;
    // After a fork, the owner may be a thread that only the parent has.
    if (Spins % 4096 == 4095 && !__sg_thread_lives(Owner) &&
        __atomic_compare_exchange_n(&Internal, &Owner, Me, 0, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED))
      return Mask;
    __sg_relax(Spins);
  }
}

void __sg_unlock(uintptr_t Mask) {
  __atomic_store_n(&Internal, 0, __ATOMIC_RELEASE);
  __sg_restore_interrupts(Mask);
}

uint64_t __sg_mix_chain(uint64_t Chain, uint64_t Key) {
  Chain = (Chain ^ Key << 1) * 0x9e3779b97f4a7c15u;
  return Chain ^ Chain >> 29;
}

/// Of entries that are not yet filled.
static const Site NoSite = {.function = "??"};

static struct context *freeContext(uint64_t Tid) {
  // A context of a thread that had the same id is free as well: there cannot be
  // two.
  for (struct context *C = __sg_contexts; C; C = C->Next)
    if (!C->InUse || C->Tid == Tid)
      return C;
  struct context *C;
  if (PoolUsed < StaticContexts) {
    C = &Pool[PoolUsed++];
  } else {
    for (C = __sg_contexts; C; C = C->Next)
      if (!__sg_thread_lives(C->Tid))
        return C;
    C = __sg_memory(sizeof(struct context));
    if (!C)
      return 0;
  }
  C->Next = __sg_contexts;
  C->Number = C->Next ? C->Next->Number + 1 : 0;
  __atomic_store_n(&__sg_contexts, C, __ATOMIC_RELEASE);
  return C;
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
    for (uint32_t I = 0; I <= MaxHeld; ++I) {
      set(C->Held[I].Lock, 0);
      set(C->Held[I].Flags, 0);
      set(C->Held[I].Site, &NoSite);
      C->Held[I].Below = 0;
    }
    for (uint32_t I = 0; I < SeenLocks; ++I)
      set(C->Seen[I], 0);
    set(C->Top, 1);
    set(C->Special, __sg_options.HoldMode == HoldSampled ||
                            __sg_options.HoldMode == HoldWatchdog
                        ? SpecialSampled
                        : 0);
    C->RoleDepth = C->RoleBase = C->Overflow = 0;
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
  for (uint32_t I = depthOf(C); I > 0; --I)
    set(C->Held[I].Lock, 0);
  set(C->Top, 1);
  __atomic_store_n(&C->InUse, 0, __ATOMIC_RELEASE);
}

const struct held *__sg_find_other(struct context *Self, uintptr_t Lock,
                                   uintptr_t Size, struct context **Owner) {
  const struct held *Maybe = 0;
  struct context *C = __atomic_load_n(&__sg_contexts, __ATOMIC_ACQUIRE);
  for (; C; C = C->Next) {
    if (C == Self || !get(C->InUse))
      continue;
    uint32_t Depth = depthOf(C);
    for (uint32_t I = Depth; I > 0 && I <= MaxHeld; --I) {
      const struct held *E = &C->Held[I];
      uintptr_t Held = __atomic_load_n(&E->Lock, __ATOMIC_ACQUIRE);
      uint32_t Flags = get(E->Flags);
      if (!Held || Held - Lock > (Size ? Size - 1 : 0) || Flags & HeldSkipped ||
          !__sg_thread_lives(get(C->Tid)))
        continue;
      // The newest entry may be one that its thread still waits for.
      int Surely = I < Depth || Flags & HeldAcquired;
      if (!Maybe || Surely) {
        Maybe = E;
        *Owner = C;
      }
      if (Surely)
        return E;
    }
  }
  return Maybe;
}
