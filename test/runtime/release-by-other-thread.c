// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A release by another thread than the holder is told apart, with both places.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Lock;

static void *other(void *Unused) {
  // CHECK: WARNING: SpinGuard: release-unheld
  // CHECK-NEXT: '&Lock' ({{.*}}) is released by another thread than its holder, thread [[#HOLDER:]]
  // CHECK-NEXT: Released by thread
  // CHECK-NEXT: #0 other {{.*}}:[[#@LINE+3]]:3
  // CHECK-NEXT: Acquired by thread [[#HOLDER]]:
  // CHECK-NEXT: #0 main {{.*}}:[[#@LINE+8]]:3
  UNLOCK(&Lock);
  return Unused;
}

int main(void) {
  pthread_t T;
  INIT(&Lock);
  LOCK(&Lock);
  pthread_create(&T, 0, other, 0);
  pthread_join(T, 0);
  UNLOCK(&Lock);
  // CHECK-NOT: WARNING
  return 0;
}
