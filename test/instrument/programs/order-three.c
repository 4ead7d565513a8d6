// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A cycle of three locks in three threads.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A, B, C;
static void *first(void *P) {
  LOCK(A); // AND: 1
  LOCK(B); // AND: 1
  UNLOCK(B);
  UNLOCK(A);
  return P;
}
static void *second(void *P) {
  LOCK(B); // AND: 1
  LOCK(C); // AND: 1
  UNLOCK(C);
  UNLOCK(B);
  return P;
}
static void *third(void *P) {
  LOCK(C); // AND: 1
  LOCK(A); // FAULT: lock-order-inversion
  UNLOCK(A);
  UNLOCK(C);
  return P;
}
int main(void) {
  INIT(A);
  INIT(B);
  INIT(C);
  RUN(first, 0);
  RUN(second, 0);
  RUN(third, 0);
  return 0;
}
