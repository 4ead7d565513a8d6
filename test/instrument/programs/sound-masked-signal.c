// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The lock of a handler is held with its signal masked.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <signal.h>
static Spin A;
static void tick(int Signal) {
  LOCK(A);
  ++Count;
  UNLOCK(A);
}
int main(void) {
  sigset_t Tick, Old;
  INIT(A);
  signal(SIGUSR1, tick);
  sigemptyset(&Tick);
  sigaddset(&Tick, SIGUSR1);
  for (int I = 0; I < 5; ++I) {
    pthread_sigmask(SIG_BLOCK, &Tick, &Old);
    LOCK(A);
    raise(SIGUSR1);
    ++Count;
    UNLOCK(A);
    pthread_sigmask(SIG_SETMASK, &Old, 0);
  }
  return Count != 10;
}
