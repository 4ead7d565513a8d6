// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two threads, two locks, two orders.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A, B;
static void *there(void *P) {
  LOCK(A); // AND: 1
  LOCK(B); // AND: 1
  ++Count;
  UNLOCK(B);
  UNLOCK(A);
  return P;
}
static void *back(void *P) {
  LOCK(B); // AND: 1
  LOCK(A); // FAULT: lock-order-inversion
  ++Count;
  UNLOCK(A);
  UNLOCK(B);
  return P;
}
int main(void) {
  INIT(A);
  INIT(B);
  RUN(there, 0);
  RUN(back, 0);
  return 0;
}
