// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locks are given up in another order than the reverse.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A, B, C;
int main(void) {
  INIT(A);
  INIT(B);
  INIT(C);
  for (int I = 0; I < 3; ++I) {
    LOCK(A);
    LOCK(B);
    LOCK(C);
    ++Count;
    UNLOCK(A);
    UNLOCK(C);
    UNLOCK(B);
  }
  return 0;
}
