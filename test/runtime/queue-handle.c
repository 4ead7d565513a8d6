// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In-stack queue handles: the release names the handle only. A skipped acquire
// has none, and its release is skipped.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static long Lock;

int main(void) {
  char Handle[2], Other;
  const struct spinguard_site *A = SITE(
      SPINGUARD_ACQUIRE | SPINGUARD_SITE_QUEUED, "KeAcquireInStackQueuedSpinLock", "L", 0);
  const struct spinguard_site *R = SITE(
      SPINGUARD_RELEASE | SPINGUARD_SITE_QUEUED, "KeReleaseInStackQueuedSpinLock", 0, 0);
  if (__spinguard_before_acquire(A, &Lock))
    return 1;
  __spinguard_after_acquire_handle(A, &Lock, &Handle[0]);
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK-NEXT: 'L'
  if (!__spinguard_before_acquire(A, &Lock))
    return 2;
  if (!__spinguard_before_release_handle(R, &Handle[1]))
    return 3;
  if (__spinguard_before_release_handle(R, &Handle[0]))
    return 4;
  // CHECK: WARNING: SpinGuard: release-unheld
  __spinguard_before_release_handle(R, &Other);
  return 0;
}
