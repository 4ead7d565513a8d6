// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread returns with its lock held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void *work(void *P) { // FAULT: held-at-exit
  LOCK(A);                   // AND: 1
  ++Count;
#ifdef SOUND
  UNLOCK(A);
#endif
  return P;
}
int main(void) {
  INIT(A);
  RUN(work, 0);
  return 0;
}
