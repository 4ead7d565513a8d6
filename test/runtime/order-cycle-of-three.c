// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A before B, B before C, C before A, in three threads.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin L[3];

static void *pair(void *N) {
  long I = (long)N;
  LOCK(&L[I]);
  LOCK(&L[(I + 1) % 3]);
  UNLOCK(&L[(I + 1) % 3]);
  UNLOCK(&L[I]);
  return 0;
}

// CHECK: WARNING: SpinGuard: lock-order-inversion
// CHECK-NEXT: elsewhere: a cycle of 3
// CHECK-NOT: WARNING
int main(void) {
  for (long I = 0; I < 3; ++I) {
    pthread_t T;
    pthread_create(&T, 0, pair, (void *)I);
    pthread_join(T, 0);
  }
  return 0;
}
