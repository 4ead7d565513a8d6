// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result of a try-acquire is read the wrong way round.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void *work(void *P) {
  if (pthread_spin_trylock(&A)) {
    ++Count;
    UNLOCK(A); // FAULT: release-unheld
  }
  return P;
}
int main(void) {
  INIT(A);
  LOCK(A);      // AND: 1, 2
  RUN(work, 0); // FAULT: blocking-while-held
  UNLOCK(A);
  return 0;
}
