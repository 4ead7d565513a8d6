// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two orders, but one lock around both.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin Gate, A, B;
static void *there(void *P) {
  LOCK(Gate);
  LOCK(A);
  LOCK(B);
  ++Count;
  UNLOCK(B);
  UNLOCK(A);
  UNLOCK(Gate);
  return P;
}
static void *back(void *P) {
  LOCK(Gate);
  LOCK(B);
  LOCK(A);
  ++Count;
  UNLOCK(A);
  UNLOCK(B);
  UNLOCK(Gate);
  return P;
}
int main(void) {
  INIT(Gate);
  INIT(A);
  INIT(B);
  RUN(there, 0);
  RUN(back, 0);
  return 0;
}
