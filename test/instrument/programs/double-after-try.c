// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A try-acquire that succeeded, then an acquire.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void add(void) {
  LOCK(A); // FAULT: double-acquire
  ++Count;
  UNLOCK(A);
}
int main(void) {
  INIT(A);
  if (TRY(A)) { // AND: 1
    add();
    UNLOCK(A);
  }
  return 0;
}
