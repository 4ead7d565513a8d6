// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locks of an array upwards, and once downwards.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin Row[4];
static void both(int I, int K) {
  LOCK(Row[I]); // AND: 1
  LOCK(Row[K]); // FAULT: lock-order-inversion
  ++Count;
  UNLOCK(Row[K]);
  UNLOCK(Row[I]);
}
static void *up(void *P) {
  both(0, 1);
  both(1, 2);
  return P;
}
static void *down(void *P) {
  both(2, 1);
  return P;
}
int main(void) {
  for (int I = 0; I < 4; ++I)
    INIT(Row[I]);
  RUN(up, 0);
  RUN(down, 0);
  return 0;
}
