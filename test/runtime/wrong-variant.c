// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared acquire, exclusive release; raised acquire, release that does not lower.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static long Lock;

int main(void) {
  enum { Win = SPINGUARD_SITE_WINDOWS };
  // CHECK: WARNING: SpinGuard: wrong-variant
  // CHECK-NEXT: 'L' ({{.*}}) is released by another variant
  __spinguard_before_acquire(
      SITE(SPINGUARD_ACQUIRE | SPINGUARD_SITE_SHARED | Win, "a", "L", 0), &Lock);
  __spinguard_before_release(SITE(SPINGUARD_RELEASE | Win, "b", "L", 0), &Lock);
  // CHECK: WARNING: SpinGuard: wrong-variant
  __spinguard_before_acquire(
      SITE(SPINGUARD_ACQUIRE | SPINGUARD_SITE_RAISES | Win, "a", "L", 0), &Lock);
  __spinguard_before_release(SITE(SPINGUARD_RELEASE | Win, "b", "L", 0), &Lock);
  // Elsewhere, flags may be restored apart.
  // CHECK-NOT: WARNING
  __spinguard_before_acquire(
      SITE(SPINGUARD_ACQUIRE | SPINGUARD_SITE_RAISES, "a", "L", 0), &Lock);
  __spinguard_before_release(SITE(SPINGUARD_RELEASE, "b", "L", 0), &Lock);
  return 0;
}
