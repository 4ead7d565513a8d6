// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One release too many, after a branch that has released already.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Queue[4], Length = 4;
static int pop(int Wanted) {
  pthread_spin_lock(&Lock);
  if (Length < Wanted) {
    pthread_spin_unlock(&Lock);
#ifdef SOUND
    return -1;
#else
    goto out;
#endif
  }
  Length -= Wanted;
#ifndef SOUND
out:
#endif
  // CHECK: WARNING: SpinGuard: release-unheld
  // CHECK: #0 pop {{.*}}run-release-unheld.c:[[#@LINE+1]]:3 (pthread_spin_unlock)
  pthread_spin_unlock(&Lock);
  return Queue[0];
}
int main(void) {
  pthread_spin_init(&Lock, 0);
  pop(3);
  pop(3);
  return 0;
}
