// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A spin lock of the program's own, named by a model file.
// REQUIRES: runtime
// RUN: %run-instrumented --params "models=%S/Inputs/own-lock.yaml" %s | FileCheck %s
#include <stdatomic.h>
typedef struct {
  atomic_flag Taken;
} own_lock;
static own_lock Lock = {ATOMIC_FLAG_INIT};
static int Count;
static inline void own_acquire(own_lock *L) {
  while (atomic_flag_test_and_set_explicit(&L->Taken, memory_order_acquire))
    ;
}
static inline void own_release(own_lock *L) {
  atomic_flag_clear_explicit(&L->Taken, memory_order_release);
}
static void outer(void) {
  own_acquire(&Lock);
#ifndef SOUND
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK: #0 outer {{.*}}run-own-lock.c:[[#@LINE+1]]:3 (own_acquire)
  own_acquire(&Lock);
  own_release(&Lock);
#endif
  ++Count;
  own_release(&Lock);
}
int main(void) {
  outer();
  outer();
  return Count - 2;
}
