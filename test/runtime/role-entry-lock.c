// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A cancel routine begins with the cancel lock held: acquiring it is a double
// acquire, and returning with it a fault.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static long Cancel;

int main(void) {
  static const struct spinguard_site S = {
      SPINGUARD_ROLE_ENTRY | SPINGUARD_SITE_WINDOWS, 4, 0, 0, "cancel", "a.c",
      "the cancel spin lock", "the system", 0};
  static const struct spinguard_role R = {SPINGUARD_ROLE_WINDOWS, 4, "cancel",
                                          "cancel", "a.c", &S, &Cancel};
  int64_t Cookie = __spinguard_role_enter(&R);
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK: Acquired by thread
  // CHECK-NEXT: #0 cancel a.c:4 (the system)
  // CHECK: bug check 0x40009
  __spinguard_before_acquire(
      SITE(SPINGUARD_ACQUIRE | SPINGUARD_SITE_WINDOWS, "IoAcquireCancelSpinLock",
           "the cancel spin lock", 0), &Cancel);
  __spinguard_before_release(SITE(SPINGUARD_RELEASE, "r", 0, 0), &Cancel);
  // CHECK: WARNING: SpinGuard: held-at-exit
  // CHECK-NEXT: 'the cancel spin lock' ({{.*}}) is still held when cancel returns
  // CHECK: bug check 0x40009
  // CHECK-NEXT: SUMMARY: SpinGuard: held-at-exit a.c:4 in cancel
  __spinguard_role_exit(&R, Cookie);
  return 0;
}
