// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A structure with an initialised lock inside is copied.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

struct Object { int N; Spin Lock; };

int main(void) {
  struct Object A = {0}, B;
  const struct spinguard_site *S = SITE(SPINGUARD_COPY, "memcpy", 0, 0);
  // Not yet a lock.
  __spinguard_copy(S, &B, &A, sizeof(A));
  INIT(&A.Lock);
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: a lock ({{.*}}) is copied by value
  __spinguard_copy(SITE(SPINGUARD_COPY, "memcpy", 0, 0), &B, &A, sizeof(A));
  // CHECK: WARNING: SpinGuard: lock-lifetime
  // CHECK-NEXT: '&A.Lock' ({{.*}}) is copied by value
  LOCK(&A.Lock);
  __spinguard_copy(SITE(SPINGUARD_COPY, "memcpy", 0, 0), &B, &A, sizeof(A));
  UNLOCK(&A.Lock);
  DESTROY(&A.Lock);
  // CHECK-NOT: WARNING
  __spinguard_copy(SITE(SPINGUARD_COPY, "memcpy", 0, 0), &B, &A, sizeof(A));
  return 0;
}
