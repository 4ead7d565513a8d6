// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal handler takes a lock that the program takes with the signal unmasked.
// The interrupted section is closed in itself: it keeps its hooks all the same.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
#include <signal.h>
static pthread_spinlock_t Lock;
static volatile int Ticks;
static void bump(void) {
  pthread_spin_lock(&Lock);
  ++Ticks;
  pthread_spin_unlock(&Lock);
}
static void tick(int Signal) {
#ifdef SOUND
  Ticks = 1;
#else
  bump();
#endif
}
// CHECK: WARNING: SpinGuard: irq-unsafe
int main(void) {
  pthread_spin_init(&Lock, 0);
  signal(SIGUSR1, tick);
  bump();
  raise(SIGUSR1);
  bump();
  return 0;
}
