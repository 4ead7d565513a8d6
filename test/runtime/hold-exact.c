// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Exact hold time: over the limit, and the site's own limit.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: env SPINGUARD_OPTIONS=hold_mode=exact:hold_us=200000 not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Lock;

static void section(unsigned Us, unsigned Limit) {
  static struct spinguard_site S = {SPINGUARD_ACQUIRE, 9, 3, 0, "section",
                                    "a.c", "Lock", "lock", 0};
  S.hold_us = Limit;
  __spinguard_before_acquire(&S, &Lock);
  __spinguard_after_acquire(&S, &Lock);
  usleep(Us);
  UNLOCK(&Lock);
}

int main(void) {
  section(0, 0);
  section(2000, 10000000);
  fputs("short so far\n", stderr);
  section(300000, 0);
  return 0;
}
// CHECK-NOT: WARNING
// CHECK: short so far
// CHECK: WARNING: SpinGuard: not-promptly-released
// CHECK-NEXT: '&Lock' ({{.*}}) was held for 3{{[0-9]+}} us, and the limit is 200000 us
// CHECK-NEXT: Released by thread
// CHECK-NEXT: #0 section
// CHECK-NEXT: Acquired by thread
