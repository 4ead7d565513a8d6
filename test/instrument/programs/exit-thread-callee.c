// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The callee of a thread forgets a lock.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static int put(int N) {
  LOCK(A); // AND: 1
  if (!N)
    return -1;
  UNLOCK(A);
  return N;
}
static void *work(void *P) { // FAULT: held-at-exit
  put(P != 0);
  return P;
}
int main(void) {
  INIT(A);
  RUN(work, 0);
  return 0;
}
