// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Destroying, freeing or initialising a lock that is held.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

struct Object { long Data[4]; Spin Lock; };

int main(void) {
  struct Object *O = malloc(sizeof(*O));
  INIT(&O->Lock);
  LOCK(&O->Lock);
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: '&O->Lock' ({{.*}}) is initialised while it is held
  // CHECK-NEXT: Initialised by thread
  // CHECK-NEXT: #0 main {{.*}}:[[#@LINE+3]]
  // CHECK-NEXT: Acquired by thread
  // CHECK-NEXT: #0 main {{.*}}:[[#@LINE-6]]
  INIT(&O->Lock);
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: is destroyed while it is held
  DESTROY(&O->Lock);
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: the memory of '&O->Lock' ({{.*}}) is freed while it is held
  __spinguard_free(SITE(SPINGUARD_FREE, "free", 0, 0), O, sizeof(*O));
  UNLOCK(&O->Lock);
  // CHECK-NOT: WARNING
  INIT(&O->Lock);
  DESTROY(&O->Lock);
  __spinguard_free(SITE(SPINGUARD_FREE, "free", 0, 0), O, sizeof(*O));
  free(O);
  return 0;
}
