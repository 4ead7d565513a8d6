// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads end with a lock held: by return, by pthread_exit, and with the process.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
#include <stdlib.h>
static pthread_spinlock_t First, Second, Third;
// CHECK: WARNING: SpinGuard: held-at-exit
// CHECK: 'First'
// CHECK: #0 returns {{.*}}run-thread-exit.c:[[#@LINE+2]]:3
static void *returns(void *A) {
  pthread_spin_lock(&First);
#ifdef SOUND
  pthread_spin_unlock(&First);
#endif
  return A;
}
// CHECK: WARNING: SpinGuard: held-at-exit
// CHECK: 'Second'
// CHECK: #0 exits {{.*}}run-thread-exit.c:[[#@LINE+2]]:3
static void *exits(void *A) {
  pthread_spin_lock(&Second);
#ifdef SOUND
  pthread_spin_unlock(&Second);
#endif
  pthread_exit(A);
}
int main(void) {
  pthread_t T;
  pthread_spin_init(&First, 0);
  pthread_spin_init(&Second, 0);
  pthread_spin_init(&Third, 0);
  pthread_create(&T, 0, returns, 0);
  pthread_join(T, 0);
  pthread_create(&T, 0, exits, 0);
  pthread_join(T, 0);
  // CHECK: WARNING: SpinGuard: held-at-exit
  // CHECK: 'Third'
  pthread_spin_lock(&Third);
#ifdef SOUND
  pthread_spin_unlock(&Third);
#endif
  exit(0);
}
