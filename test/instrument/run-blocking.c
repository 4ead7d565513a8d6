// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waiting with a lock held.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
#include <unistd.h>
static pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_init(&Lock, 0);
  pthread_spin_lock(&Lock);
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  // CHECK: WARNING: SpinGuard: blocking-while-held
  // CHECK: run-blocking.c:[[#@LINE+1]]:3 (usleep)
  usleep(1);
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
