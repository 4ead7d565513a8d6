// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two locks in two orders, by one thread; a trylock that backs off is no order.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
static pthread_spinlock_t A, B;
static int Moved;
static void there(void) {
  pthread_spin_lock(&A);
  pthread_spin_lock(&B);
  ++Moved;
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
}
static void back(void) {
  pthread_spin_lock(&B);
#ifdef SOUND
  if (pthread_spin_trylock(&A)) {
    pthread_spin_unlock(&B);
    return;
  }
#else
  // CHECK: WARNING: SpinGuard: lock-order-inversion
  // CHECK: run-order.c:[[#@LINE+1]]:3
  pthread_spin_lock(&A);
#endif
  --Moved;
  pthread_spin_unlock(&A);
  pthread_spin_unlock(&B);
}
int main(void) {
  pthread_spin_init(&A, 0);
  pthread_spin_init(&B, 0);
  there();
  back();
  return Moved;
}
