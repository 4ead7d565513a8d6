// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread begins before the lock is initialised.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void *work(void *P) {
  LOCK(A); // FAULT: lock-lifetime
  ++Count;
  UNLOCK(A);
  return P;
}
int main(void) {
#ifdef SOUND
  INIT(A);
#endif
  A = 1; // (what a free lock looks like here)
  RUN(work, 0);
  return 0;
}
