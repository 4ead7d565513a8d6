// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the model says that a lock must be initialised: acquired without, or
// after it was destroyed.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

enum { Must = SPINGUARD_SITE_MUST_INIT };

int main(void) {
  static Spin Lock;
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: '&Lock' ({{.*}}) is acquired but was never initialised
  // CHECK: SUMMARY: SpinGuard: lock-lifetime {{.*}}:[[#@LINE+1]] in main
  LOCK_AS(&Lock, 0, Must);
  UNLOCK(&Lock);
  INIT(&Lock);
  LOCK_AS(&Lock, 0, Must);
  UNLOCK(&Lock);
  DESTROY(&Lock);
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: '&Lock' ({{.*}}) is acquired after it was destroyed
  LOCK_AS(&Lock, 0, Must);
  UNLOCK(&Lock);
  // CHECK-NOT: WARNING
  return 0;
}
