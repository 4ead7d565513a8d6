// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock is initialised again while it is held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void reset(void) {
  INIT(A); // FAULT: lock-lifetime
  Count = 0;
}
int main(void) {
  reset();
  LOCK(A); // AND: 1
  reset();
  UNLOCK(A);
  return 0;
}
