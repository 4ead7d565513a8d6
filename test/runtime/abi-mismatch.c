// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Another version of the ABI is one sentence at the start.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2>&1 | FileCheck %s
// CHECK: SpinGuard: this program was instrumented for another version of the runtime than it is linked with;
// CHECK-NOT: never

#include "hooks.h"

static const struct spinguard_module M = {
    SPINGUARD_ABI_VERSION + 1, sizeof(M), "m", 0, 0, 0, 0, 0, 0};

__attribute__((constructor)) static void start(void) {
  __spinguard_register_module(SPINGUARD_ABI_VERSION + 1, &M);
}

int main(void) {
  puts("never");
  return 0;
}
