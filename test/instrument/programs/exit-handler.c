// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal handler returns with its lock held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <signal.h>
static Spin A;
static void tick(int Signal) { // FAULT: held-at-exit
  LOCK(A);                     // AND: 1
  ++Count;
#ifdef SOUND
  UNLOCK(A);
#endif
}
int main(void) {
  INIT(A);
  signal(SIGUSR1, tick);
  raise(SIGUSR1);
  return 0;
}
