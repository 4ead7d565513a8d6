// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// exit with a lock held.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin A;

// CHECK: WARNING: SpinGuard: held-at-exit
// CHECK-NEXT: '&A' ({{.*}}) is still held when exit ends the process
int main(void) {
  LOCK(&A);
  __spinguard_before_thread_exit(
      SITE(SPINGUARD_THREAD_EXIT | SPINGUARD_SITE_PROCESS, "exit", 0, 0));
  exit(0);
}
