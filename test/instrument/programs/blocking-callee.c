// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee sleeps with the lock of its caller held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <unistd.h>
static Spin A;
static void settle(void) {
  usleep(10); // FAULT: blocking-while-held
}
int main(void) {
  INIT(A);
  LOCK(A); // AND: 1
  settle();
  UNLOCK(A);
  return 0;
}
