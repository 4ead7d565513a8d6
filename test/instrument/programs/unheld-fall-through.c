// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A case without break releases again.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void handle(int Kind) {
  LOCK(A);
  switch (Kind) {
  case 1:
    ++Count;
    UNLOCK(A);
  case 2:
    UNLOCK(A); // FAULT: release-unheld
    break;
  default:
    UNLOCK(A);
  }
}
int main(void) {
  INIT(A);
  handle(0);
  handle(2);
  handle(1);
  return 0;
}
