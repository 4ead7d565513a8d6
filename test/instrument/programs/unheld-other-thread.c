// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread releases what the thread that made it holds.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static atomic_int Done;
static void *work(void *P) {
#ifdef SOUND
  LOCK(A);
#endif
  ++Count;
  UNLOCK(A); // FAULT: release-unheld
  Done = 1;
  return P;
}
int main(void) {
  pthread_t T;
  INIT(A);
#ifndef SOUND
  LOCK(A); // AND: 1
#endif
  pthread_create(&T, 0, work, 0);
  while (!Done)
    ;
#ifndef SOUND
  UNLOCK(A);
#endif
  pthread_join(T, 0);
  return 0;
}
