// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread's callee takes the lock of its caller.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void add(void) {
  LOCK(A); // FAULT: double-acquire
  ++Count;
  UNLOCK(A);
}
static void *work(void *P) {
  LOCK(A); // AND: 1
  add();
  UNLOCK(A);
  return P;
}
int main(void) {
  INIT(A);
  add();
  RUN(work, 0);
  return 0;
}
