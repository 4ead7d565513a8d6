// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee on a path that did not lock releases what another thread holds.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static atomic_int Held, Done;
static void end(void) {
  ++Count;
  UNLOCK(A); // FAULT: release-unheld
}
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
  LOCK(A);
#endif
  end();
  Done = 1;
  pthread_join(T, 0);
  return 0;
}
