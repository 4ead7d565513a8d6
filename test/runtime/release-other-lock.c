// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The release of another lock than the one that is held.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin A, B;

int main(void) {
  INIT(&A);
  INIT(&B);
  LOCK(&A);
  // CHECK: WARNING: SpinGuard: release-unheld
  // CHECK-NEXT: '&B' ({{.*}}) is released but is not held
  // CHECK: Locks held by thread
  // CHECK-NEXT: '&A' ({{.*}}) acquired at main {{.*}}:[[#@LINE-4]]:3
  // CHECK: SUMMARY: SpinGuard: release-unheld {{.*}}:[[#@LINE+1]] in main
  UNLOCK(&B);
  UNLOCK(&A);
  // CHECK-NOT: SpinGuard
  return 0;
}
