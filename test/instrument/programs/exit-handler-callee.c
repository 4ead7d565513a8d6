// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The callee of a handler forgets the lock on one of its paths.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <signal.h>
static Spin A;
static int Busy;
static int take(void) {
  LOCK(A); // AND: 1
  if (Busy) {
#ifdef SOUND
    UNLOCK(A);
#endif
    return 1;
  }
  ++Count;
  UNLOCK(A);
  return 0;
}
static void tick(int Signal) { // FAULT: held-at-exit
  if (take())
    ++Count;
}
int main(void) {
  INIT(A);
  signal(SIGUSR1, tick);
  raise(SIGUSR1);
  Busy = 1;
  raise(SIGUSR1);
  return 0;
}
