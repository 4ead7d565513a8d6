// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The handler returns with its lock held, in a thread that holds another.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <signal.h>
static Spin A, B;
static void tick(int Signal) { // FAULT: held-at-exit
  LOCK(B);                     // AND: 1
  ++Count;
#ifdef SOUND
  UNLOCK(B);
#endif
}
static void *work(void *P) {
  LOCK(A);
  pthread_kill(pthread_self(), SIGUSR1);
  UNLOCK(A);
  return P;
}
int main(void) {
  INIT(A);
  INIT(B);
  signal(SIGUSR1, tick);
  RUN(work, 0);
  return 0;
}
