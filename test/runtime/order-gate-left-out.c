// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Once one of the orders is seen without the gate, it is reported. And so it is
// at once with gated_inversions=1.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err
// RUN: env SPINGUARD_OPTIONS=gated_inversions=1 not %t 2> %t.err
// RUN: FileCheck %s --check-prefix=EAGER < %t.err

#include "hooks.h"

static Spin Gate, A, B;

static void both(int Gated, Spin *First, Spin *Second) {
  if (Gated)
    LOCK(&Gate);
  LOCK(First);
  LOCK(Second);
  UNLOCK(Second);
  UNLOCK(First);
  if (Gated)
    UNLOCK(&Gate);
}

int main(void) {
  both(1, &A, &B);
  both(1, &B, &A);
  fputs("gated\n", stderr);
  both(0, &A, &B);
  return 0;
}
// CHECK-NOT: WARNING
// CHECK: gated
// CHECK: WARNING: SpinGuard: lock-order-inversion
// EAGER: WARNING: SpinGuard: lock-order-inversion
// EAGER: gated
