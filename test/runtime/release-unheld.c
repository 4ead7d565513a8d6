// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A release of a lock that nobody holds is reported and skipped.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Lock;

int main(void) {
  INIT(&Lock);
  LOCK(&Lock);
  UNLOCK(&Lock);
  // CHECK: WARNING: SpinGuard: release-unheld
  // CHECK-NEXT: '&Lock' ({{.*}}) is released but is not held
  // CHECK-NEXT: Released by thread
  // CHECK-NEXT: #0 main {{.*}}release-unheld.c:[[#@LINE+2]]:3 (pthread_spin_unlock)
  // CHECK-NEXT: SUMMARY: SpinGuard: release-unheld {{.*}}release-unheld.c:[[#@LINE+1]] in main
  UNLOCK(&Lock);
  LOCK(&Lock);
  UNLOCK(&Lock);
  // CHECK-NOT: SpinGuard
  return 0;
}
