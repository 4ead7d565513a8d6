// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locks that are destroyed or freed while held, copied, or never initialised.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
#include <stdlib.h>
struct device {
  int Id;
  pthread_spinlock_t Lock;
  int Data[16];
};
static struct device *make(void) {
  struct device *D = calloc(1, sizeof *D);
  pthread_spin_init(&D->Lock, 0);
  return D;
}
static struct device Copy;
int main(void) {
  struct device *D = make();
  pthread_spin_lock(&D->Lock);
#ifdef SOUND
  pthread_spin_unlock(&D->Lock);
#endif
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK: run-lifetime.c:[[#@LINE+1]]:3 (pthread_spin_destroy)
  pthread_spin_destroy(&D->Lock);
#ifndef SOUND
  pthread_spin_unlock(&D->Lock);
#endif
  free(D);

  D = make();
#ifdef SOUND
  Copy.Id = D->Id;
#else
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK: run-lifetime.c:[[#@LINE+1]]:10 (memcpy)
  Copy = *D;
#endif

  struct device *E = calloc(1, sizeof *E);
#ifdef SOUND
  pthread_spin_init(&E->Lock, 0);
#else
  // It happens to look free.
  E->Lock = D->Lock;
#endif
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK: run-lifetime.c:[[#@LINE+1]]:3 (pthread_spin_lock)
  pthread_spin_lock(&E->Lock);
  pthread_spin_unlock(&E->Lock);

  D = make();
  pthread_spin_lock(&D->Lock);
#ifdef SOUND
  pthread_spin_unlock(&D->Lock);
#endif
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK: run-lifetime.c:[[#@LINE+1]]:3 (free)
  free(D);
  return Copy.Id;
}
