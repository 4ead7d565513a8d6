// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A flag says whether the lock is to be given up.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void maybe(int Wanted, int Again) {
  int Locked = 0;
  if (Wanted) {
    LOCK(A);
    Locked = 1;
  }
  if (Again && !Locked) {
    LOCK(A);
    Locked = 2;
  }
  ++Count;
  if (Locked)
    UNLOCK(A);
}
int main(void) {
  INIT(A);
  for (int I = 0; I < 4; ++I)
    maybe(I & 1, I & 2);
  return 0;
}
