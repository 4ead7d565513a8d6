// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread uses a lock that was destroyed.
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
  INIT(A);
  RUN(work, 0);
  pthread_spin_destroy(&A);
  RUN(work, 0);
  return 0;
}
