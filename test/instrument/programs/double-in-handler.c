// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal comes while the lock of its handler is held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <signal.h>
static Spin A;
static void tick(int Signal) {
  LOCK(A); // FAULT: double-acquire
  ++Count;
  UNLOCK(A);
}
int main(void) {
  INIT(A);
  signal(SIGUSR1, tick);
  LOCK(A); // AND: 1
  raise(SIGUSR1);
  UNLOCK(A);
  return 0;
}
