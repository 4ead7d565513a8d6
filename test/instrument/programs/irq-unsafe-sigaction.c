// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The signal is masked in one place and not in another.
// sigaction registers the handler, from a local that its initialiser fills.
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
static void masked(void) {
  sigset_t Tick, Old;
  sigemptyset(&Tick);
  sigaddset(&Tick, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &Tick, &Old);
  LOCK(A);
  ++Count;
  UNLOCK(A);
  pthread_sigmask(SIG_SETMASK, &Old, 0);
}
static void bare(void) {
  LOCK(A); // FAULT: irq-unsafe
  ++Count;
  UNLOCK(A);
}
int main(void) {
  struct sigaction Action = {.sa_handler = tick};
  INIT(A);
  sigaction(SIGUSR1, &Action, 0);
  masked();
  raise(SIGUSR1);
  bare();
  return 0;
}
