// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Release in any order is no fault, and a note only at verbosity=1.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err
// RUN: env SPINGUARD_OPTIONS=verbosity=1 %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin A, B, C;

int main(void) {
  LOCK(&A);
  LOCK(&B);
  LOCK(&C);
  UNLOCK(&A);
  UNLOCK(&C);
  UNLOCK(&B);
  return 0;
}
// CHECK: SpinGuard: note: '&A' ({{.*}}) is released before locks that were acquired after it at main {{.*}}:[[#@LINE-5]]:3
// CHECK-NOT: SpinGuard
