// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee ends the thread, which holds a lock.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
__attribute__((noinline)) static void check(int N) {
  if (!N)
    pthread_exit(0); // FAULT: held-at-exit
}
static void *work(void *P) {
  LOCK(A); // AND: 1
  check(P != 0);
  UNLOCK(A);
  return P;
}
int main(void) {
  INIT(A);
  RUN(work, 0);
  return 0;
}
