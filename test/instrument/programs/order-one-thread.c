// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One thread takes two locks in both orders, one after the other.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A, B;
int main(void) {
  INIT(A);
  INIT(B);
  LOCK(A); // AND: 1
  LOCK(B); // AND: 1
  UNLOCK(B);
  UNLOCK(A);
#ifdef SOUND
  LOCK(A);
  LOCK(B);
#else
  LOCK(B); // AND: 1
  LOCK(A); // FAULT: lock-order-inversion
#endif
  UNLOCK(A);
  UNLOCK(B);
  return 0;
}
