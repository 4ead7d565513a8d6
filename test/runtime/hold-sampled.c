// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sampled hold time: of 64 acquires in a row, one is timed; what it finds is
// told as in exact mode. Sections below the limit are no fault.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: env SPINGUARD_OPTIONS=hold_mode=sampled:hold_us=1000 not %t 2> %t.err
// RUN: FileCheck %s < %t.err
// RUN: env SPINGUARD_OPTIONS=hold_mode=sampled:hold_us=999999999 %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

static Spin Lock;

int main(void) {
  for (int I = 0; I < 64; ++I) {
    LOCK(&Lock);
    usleep(1100);
    UNLOCK(&Lock);
  }
  return 0;
}
// CHECK: WARNING: SpinGuard: not-promptly-released
// CHECK-NEXT: '&Lock' ({{.*}}) was held for {{[0-9]+}} us, and the limit is 1000 us
// CHECK-NEXT: Released by thread
// CHECK-NEXT: #0 main
// CHECK-NEXT: Acquired by thread
// CHECK-NEXT: #0 main
// CHECK-NOT: WARNING
