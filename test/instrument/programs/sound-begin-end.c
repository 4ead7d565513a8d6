// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Taken in one function, given up in another.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void begin(void) { LOCK(A); }
static void end(void) { UNLOCK(A); }
static void *work(void *P) {
  begin();
  ++Count;
  end();
  return P;
}
int main(void) {
  INIT(A);
  work(0);
  RUN(work, 0);
  return 0;
}
