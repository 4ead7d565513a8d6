// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The lock is dropped around what may wait or take it.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <unistd.h>
static Spin A;
static void slow(void) {
  UNLOCK(A);
  usleep(1);
  LOCK(A);
}
static void deep(int N) {
  LOCK(A);
  ++Count;
  UNLOCK(A);
  if (N)
    deep(N - 1);
}
int main(void) {
  INIT(A);
  LOCK(A);
  slow();
  UNLOCK(A);
  deep(5);
  return 0;
}
