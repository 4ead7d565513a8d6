// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A release that restores another value than its acquire saved.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static long Lock[2];

static void cross(int64_t First, int64_t Second, int64_t Restored) {
  const struct spinguard_site *S =
      SITE(SPINGUARD_ACQUIRE | SPINGUARD_SITE_RAISES | SPINGUARD_SITE_WINDOWS,
           "KeAcquireSpinLockRaiseToDpc", "DevExt->Lock", 0);
  __spinguard_before_acquire(S, &Lock[0]);
  __spinguard_after_acquire_saved(S, &Lock[0], First);
  __spinguard_before_acquire(S, &Lock[1]);
  __spinguard_after_acquire_saved(S, &Lock[1], Second);
  const struct spinguard_site *R =
      SITE(SPINGUARD_RELEASE | SPINGUARD_SITE_RAISES | SPINGUARD_SITE_WINDOWS,
           "KeReleaseSpinLock", "DevExt->Lock", 0);
  __spinguard_before_release_saved(R, &Lock[1], Restored);
  __spinguard_before_release_saved(R, &Lock[0], First);
}

int main(void) {
  cross(0, 2, 2);
  // CHECK: WARNING: SpinGuard: wrong-irql-restored
  // CHECK-NEXT: the release of 'DevExt->Lock' ({{.*}}) restores 0x0, but its acquire saved 0x2
  // CHECK: Driver verifier: bug check 0x20015
  // CHECK-NEXT: SUMMARY: SpinGuard: wrong-irql-restored
  // CHECK-NOT: WARNING
  cross(0, 2, 0);
  return 0;
}
