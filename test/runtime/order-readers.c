// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Readers let each other in: their order does not matter.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

static long A, B;

static void both(long *First, long *Second) {
  const struct spinguard_site *S =
      SITE(SPINGUARD_ACQUIRE | SPINGUARD_SITE_SHARED, "lock", "L", 0);
  const struct spinguard_site *R =
      SITE(SPINGUARD_RELEASE | SPINGUARD_SITE_SHARED, "unlock", "L", 0);
  __spinguard_before_acquire(S, First);
  __spinguard_before_acquire(S, Second);
  __spinguard_before_acquire(S, Second);
  __spinguard_before_release(R, Second);
  __spinguard_before_release(R, Second);
  __spinguard_before_release(R, First);
}

int main(void) {
  both(&A, &B);
  both(&B, &A);
  return 0;
}
