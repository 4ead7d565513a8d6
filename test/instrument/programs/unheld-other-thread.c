// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread releases what the thread that made it holds.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void *work(void *P) {
#ifdef SOUND
  LOCK(A);
#endif
  ++Count;
  UNLOCK(A); // FAULT: release-unheld
  return P;
}
int main(void) {
  INIT(A);
#ifndef SOUND
  LOCK(A); // AND: 1
#endif
  RUN(work, 0);
#ifndef SOUND
  UNLOCK(A);
#endif
  return 0;
}
