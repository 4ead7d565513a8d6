// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock is taken twice in a row.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
int main(void) {
  INIT(A);
  LOCK(A); // AND: 1
  LOCK(A); // FAULT: double-acquire
  ++Count;
  UNLOCK(A);
  UNLOCK(A);
  return 0;
}
