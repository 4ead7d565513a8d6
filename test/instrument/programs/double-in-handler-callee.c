// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The callee of a handler takes the lock that was interrupted.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <signal.h>
static Spin A;
static void count(void) {
  LOCK(A); // FAULT: double-acquire
  ++Count;
  UNLOCK(A);
}
static void tick(int Signal) { count(); }
static void section(void) {
  LOCK(A); // AND: 1
  raise(SIGUSR1);
  UNLOCK(A);
}
int main(void) {
  INIT(A);
  signal(SIGUSR1, tick);
  section();
  return 0;
}
