// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread releases on a path that does not acquire.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void *work(void *P) {
#ifdef SOUND
  P = &A;
#endif
  if (P)
    LOCK(A);
  ++Count;
  UNLOCK(A); // FAULT: release-unheld
  return 0;
}
int main(void) {
  INIT(A);
  RUN(work, &A);
  RUN(work, 0);
  return 0;
}
