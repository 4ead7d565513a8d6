// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread takes the lock of a handler, which could come then.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <signal.h>
static Spin A;
static void tick(int Signal) {
  LOCK(A); // AND: 1
  ++Count;
  UNLOCK(A);
}
static void *work(void *P) {
#ifdef SOUND
  sigset_t Tick;
  sigemptyset(&Tick);
  sigaddset(&Tick, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &Tick, 0);
#endif
  LOCK(A); // FAULT: irq-unsafe
  ++Count;
  UNLOCK(A);
  return P;
}
int main(void) {
  INIT(A);
  signal(SIGUSR1, tick);
  raise(SIGUSR1);
  RUN(work, 0);
  return 0;
}
