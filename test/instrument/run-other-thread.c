// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread releases the lock of another one, whose section is closed in itself
// but for that.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
#include <stdatomic.h>
static pthread_spinlock_t Lock;
static atomic_int Done;
static void *helper(void *A) {
#ifndef SOUND
  // CHECK: WARNING: SpinGuard: release-unheld
  // CHECK: #0 helper {{.*}}run-other-thread.c:[[#@LINE+2]]:3 (pthread_spin_unlock)
  // CHECK: #0 main {{.*}}run-other-thread.c:[[#@LINE+9]]:3 (pthread_spin_lock)
  pthread_spin_unlock(&Lock);
#endif
  Done = 1;
  return A;
}
int main(void) {
  pthread_t T;
  pthread_spin_init(&Lock, 0);
  pthread_spin_lock(&Lock);
  pthread_create(&T, 0, helper, 0);
  while (!Done)
    ;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  pthread_join(T, 0);
  return 0;
}
