// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result of a try-acquire is not looked at.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
int main(void) {
  pthread_spin_init(&Lock, 0);
  pthread_spin_lock(&Lock);
#ifdef SOUND
  if (pthread_spin_trylock(&Lock) == 0)
    pthread_spin_unlock(&Lock);
#else
  pthread_spin_trylock(&Lock);
  ++Count;
  pthread_spin_unlock(&Lock);
#endif
  // CHECK: WARNING: SpinGuard: release-unheld
  // CHECK: run-try.c:[[#@LINE+1]]:3 (pthread_spin_unlock)
  pthread_spin_unlock(&Lock);
  return 0;
}
