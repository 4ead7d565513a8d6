// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// main destroys the lock that a thread holds.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static atomic_int Held, Done;
static void *work(void *P) {
  LOCK(A); // AND: 1
  Held = 1;
  while (!Done)
    ;
  UNLOCK(A);
  return P;
}
int main(void) {
  pthread_t T;
  INIT(A);
  pthread_create(&T, 0, work, 0);
  while (!Held)
    ;
#ifdef SOUND
  Done = 1;
  pthread_join(T, 0);
#endif
  pthread_spin_destroy(&A); // FAULT: lock-lifetime
#ifndef SOUND
  Done = 1;
  pthread_join(T, 0);
#endif
  return 0;
}
