// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An error path forgets the release; the next call pays.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static int put(int N) { // (here main's end is reported, too)
  LOCK(A);              // FAULT: double-acquire AND: 1, 2
  if (N < 0)
    return -1;
  Count += N;
  UNLOCK(A);
  return 0;
}
int main(void) { // FAULT: held-at-exit
  INIT(A);
  put(-1);
  put(1);
  return 0;
}
