// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two keys that fall into one bucket.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin Bucket[8];
static void move(unsigned From, unsigned To) {
  LOCK(Bucket[From % 8]); // AND: 1
  LOCK(Bucket[To % 8]);   // FAULT: double-acquire
  ++Count;
  UNLOCK(Bucket[To % 8]);
  UNLOCK(Bucket[From % 8]);
}
int main(void) {
  for (int I = 0; I < 8; ++I)
    INIT(Bucket[I]);
  move(1, 2);
  move(3, 11);
  return 0;
}
