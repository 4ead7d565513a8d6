// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A recursion that takes its lock on each level.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void walk(int Depth) {
  LOCK(A); // FAULT: double-acquire AND: 1
  ++Count;
  if (Depth)
    walk(Depth - 1);
  UNLOCK(A);
}
int main(void) {
  INIT(A);
  walk(1);
  return 0;
}
