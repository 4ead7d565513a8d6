// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee takes the lock of its caller.
// REQUIRES: runtime
// RUN: %run-instrumented %s | FileCheck %s
#include <pthread.h>
struct device {
  int Count;
  pthread_spinlock_t Lock;
};
static struct device Device;
static int pending(struct device *D) {
#ifndef SOUND
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK: #0 pending {{.*}}run-double-acquire.c:[[#@LINE+3]]:3 (pthread_spin_lock)
  // CHECK: Acquired by thread
  // CHECK-NEXT: #0 main {{.*}}run-double-acquire.c:[[#@LINE+11]]:3 (pthread_spin_lock)
  pthread_spin_lock(&D->Lock);
#endif
  int N = D->Count;
#ifndef SOUND
  pthread_spin_unlock(&D->Lock);
#endif
  return N;
}
int main(void) {
  pthread_spin_init(&Device.Lock, 0);
  pthread_spin_lock(&Device.Lock);
  int N = pending(&Device);
  pthread_spin_unlock(&Device.Lock);
  return N;
}
// CHECK: SUMMARY: SpinGuard:
// CHECK-NOT: SpinGuard:
