//===- table.h - Contexts by thread, where there is no TLS ------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For platforms without thread-local storage: the contexts by thread id, in a
// table that is read without a lock and written under the internal one. A
// thread that finds no place is not checked.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_CORE_TABLE_H
#define SPINGUARD_RUNTIME_CORE_TABLE_H

#include "runtime.h"

enum { TableSize = 4096, TableProbes = 64 };

static struct {
  uint64_t Tid;
  struct context *Context;
} Table[TableSize];

static uint32_t slotOf(uint64_t Tid) {
  return (uint32_t)(Tid * 0x9e3779b97f4a7c15u >> 40) & (TableSize - 1);
}

struct context *__sg_self(void) {
  uint64_t Tid = __sg_thread_id();
  uint32_t I = slotOf(Tid);
  for (uint32_t N = 0; N < TableProbes; ++N, I = (I + 1) & (TableSize - 1))
    if (get(Table[I].Tid) == Tid && Tid)
      return get(Table[I].Context);
  return &__sg_nobody;
}

void __sg_set_self(struct context *C) {
  uint64_t Tid = __sg_thread_id();
  int Leaves = C == &__sg_nobody;
  uint32_t I = slotOf(Tid);
  for (uint32_t N = 0; N < TableProbes; ++N, I = (I + 1) & (TableSize - 1)) {
    uint64_t Is = get(Table[I].Tid), Free = 0;
    if (Is == Tid) {
      set(Table[I].Tid, 0);
      if (Leaves)
        return;
    }
    if (Leaves || (Is && Is != Tid))
      continue;
    // An id that is no thread's keeps others away while the entry is filled.
    if (__atomic_compare_exchange_n(&Table[I].Tid, &Free, 1, 0,
                                    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
      set(Table[I].Context, C);
      __atomic_store_n(&Table[I].Tid, Tid, __ATOMIC_RELEASE);
      return;
    }
  }
}

#endif // SPINGUARD_RUNTIME_CORE_TABLE_H
