// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Leaf sections: double acquire and order against what is held around them.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Outer, Leaf;

static void leaf(Spin *L) {
  const struct spinguard_site *S = SITE(SPINGUARD_ACQUIRE, "lock", "*L", 0);
  if (!__spinguard_leaf_acquire(S, (void *)L))
    spinLock(L);
  if (!__spinguard_leaf_release((void *)L))
    spinUnlock(L);
}

int main(void) {
  leaf(&Leaf);
  LOCK(&Outer);
  leaf(&Leaf);
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK-NEXT: '*L'
  leaf(&Outer);
  UNLOCK(&Outer);
  leaf(&Outer);
  // CHECK: WARNING: SpinGuard: lock-order-inversion
  LOCK(&Leaf);
  leaf(&Outer);
  UNLOCK(&Leaf);
  return 0;
}
