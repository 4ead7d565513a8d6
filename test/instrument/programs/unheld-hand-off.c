// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee of another thread releases what main holds.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static atomic_int Ready;
static void finish(void) {
  UNLOCK(A); // FAULT: release-unheld
  Ready = 1;
}
static void *work(void *P) {
  finish();
  return P;
}
int main(void) { // FAULT: held-at-exit
  pthread_t T;
  INIT(A);
  LOCK(A); // AND: 1
  pthread_create(&T, 0, work, 0);
  while (!Ready)
    ;
  pthread_detach(T);
  return 0;
}
