// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread is interrupted while it holds the lock of the handler.
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
static void *work(void *P) {
  LOCK(A); // AND: 1
  pthread_kill(pthread_self(), SIGUSR1);
  UNLOCK(A);
  return P;
}
int main(void) {
  INIT(A);
  signal(SIGUSR1, tick);
  RUN(work, 0);
  return 0;
}
