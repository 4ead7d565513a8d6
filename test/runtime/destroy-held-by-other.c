// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Destroying a lock that another thread holds.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Lock;
static pthread_barrier_t B;

static void *holder(void *Unused) {
  LOCK(&Lock);
  pthread_barrier_wait(&B);
  pthread_barrier_wait(&B);
  UNLOCK(&Lock);
  return Unused;
}

int main(void) {
  pthread_t T;
  pthread_barrier_init(&B, 0, 2);
  INIT(&Lock);
  pthread_create(&T, 0, holder, 0);
  pthread_barrier_wait(&B);
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: '&Lock' ({{.*}}) is destroyed while it is held
  // CHECK-NEXT: Destroyed by thread [[#MAIN:]]
  // CHECK: Acquired by thread
  // CHECK-NEXT: #0 holder
  DESTROY(&Lock);
  pthread_barrier_wait(&B);
  pthread_join(T, 0);
  return 0;
}
