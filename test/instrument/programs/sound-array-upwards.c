// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// All locks of an array, by index.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin Row[32];
static void *all(void *P) {
  for (int I = 0; I < 32; ++I)
    LOCK(Row[I]);
  ++Count;
  for (int I = 0; I < 32; ++I)
    UNLOCK(Row[I]);
  return P;
}
int main(void) {
  for (int I = 0; I < 32; ++I)
    INIT(Row[I]);
  RUN(all, 0);
  RUN(all, 0);
  all(0);
  return 0;
}
