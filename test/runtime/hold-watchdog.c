// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The watchdog reports a lock that is still held; many short sections are no
// fault, nor is waiting for a lock.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: env SPINGUARD_OPTIONS=hold_mode=watchdog:hold_us=100000 not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Long, Short;

int main(void) {
  static const struct spinguard_module M = {
      SPINGUARD_ABI_VERSION, sizeof(M), "m", 0, 0, 0, 0, 0,
      __spinguard_watchdog};
  __spinguard_register_module(SPINGUARD_ABI_VERSION, &M);
  for (int I = 0; I < 100; ++I) {
    LOCK(&Short);
    usleep(5000);
    UNLOCK(&Short);
  }
  fputs("short so far\n", stderr);
  LOCK(&Long);
  usleep(500000);
  fputs("still held\n", stderr);
  UNLOCK(&Long);
  return 0;
}
// CHECK-NOT: WARNING
// CHECK: short so far
// CHECK: WARNING: SpinGuard: not-promptly-released
// CHECK-NEXT: '&Long' ({{.*}}) has been held for {{[0-9]+}} us, and the limit is 100000 us
// CHECK-NEXT: Acquired by thread
// CHECK-NEXT: #0 main
// CHECK: still held
// CHECK-NOT: WARNING
