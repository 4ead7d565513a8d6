// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A routine of a role that returns with locks held: a report a lock, and the
// next call starts with none.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin A, B;

static void dispatch(void) {
  ENTER(0, "dispatch");
  LOCK(&A);
  LOCK(&B);
  // CHECK: WARNING: SpinGuard: held-at-exit
  // CHECK-NEXT: '&B' ({{.*}}) is still held when dispatch returns
  // CHECK-NEXT: Acquired by thread
  // CHECK-NEXT: #0 dispatch {{.*}}:[[#@LINE-4]]:3
  // CHECK-NEXT: In routine of role dispatch:
  // CHECK-NEXT: #0 dispatch {{.*}}:[[#@LINE-8]]
  // CHECK: SUMMARY: SpinGuard: held-at-exit {{.*}}held-at-exit-role.c:[[#@LINE-9]] in dispatch
  // CHECK: WARNING: SpinGuard: held-at-exit
  // CHECK-NEXT: '&A' ({{.*}}) is still held when dispatch returns
  LEAVE();
}

int main(void) {
  dispatch();
  spinUnlock(&A);
  spinUnlock(&B);
  dispatch();
  // CHECK-NOT: WARNING
  return 0;
}
