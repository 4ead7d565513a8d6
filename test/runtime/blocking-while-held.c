// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call that may wait, or completes a request, with a lock held.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Lock;

int main(void) {
  __spinguard_before_blocking(SITE(SPINGUARD_BLOCKING, "usleep", 0, 0));
  LOCK(&Lock);
  // CHECK: WARNING: SpinGuard: blocking-while-held
  // CHECK-NEXT: usleep may wait, and '&Lock' ({{.*}}) is held
  // CHECK-NEXT: Called by thread
  // CHECK-NEXT: #0 main {{.*}}:[[#@LINE+4]]:3 (usleep)
  // CHECK-NEXT: Acquired by thread
  // CHECK-NEXT: #0 main {{.*}}:[[#@LINE-6]]:3 (pthread_spin_lock)
  // CHECK: SUMMARY: SpinGuard: blocking-while-held {{.*}}:[[#@LINE+1]] in main
  __spinguard_before_blocking(SITE(SPINGUARD_BLOCKING, "usleep", 0, 0));
  // CHECK: WARNING: SpinGuard: completion-while-held
  // CHECK-NEXT: IoCompleteRequest is called, and '&Lock' ({{.*}}) is held
  __spinguard_before_blocking(
      SITE(SPINGUARD_BLOCKING | SPINGUARD_SITE_COMPLETION, "IoCompleteRequest", 0, 0));
  UNLOCK(&Lock);
  return 0;
}
