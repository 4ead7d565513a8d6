// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A leaf section whose lock its caller holds: the cheap hook sees it.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
#include <stdio.h>
static pthread_spinlock_t Lock;
static int Count;
static void bump(void) {
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK: #0 bump {{.*}}run-leaf.c:[[#@LINE+2]]:3 (pthread_spin_lock)
  // CHECK: #0 all {{.*}}run-leaf.c:[[#@LINE+8]]:3 (pthread_spin_lock)
  pthread_spin_lock(&Lock);
  if (++Count > 10)
    Count = 0;
  pthread_spin_unlock(&Lock);
}
static void all(int N) {
#ifndef SOUND
  pthread_spin_lock(&Lock);
#endif
  for (int I = 0; I < N; ++I)
    bump();
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
}
int main(int Argc, char **Argv) {
  pthread_spin_init(&Lock, 0);
  bump();
  all(Argc);
  bump();
  return 0;
}
