// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A second acquire is reported before it would spin; it and its release are
// skipped, and the program goes on.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t > %t.out 2> %t.err
// RUN: FileCheck %s < %t.err
// RUN: FileCheck %s --check-prefix=OUT < %t.out

#include "hooks.h"

static Spin Queue;

static void inner(void) {
  // CHECK: {{^}}=================={{$}}
  // CHECK: =={{[0-9]+}}==WARNING: SpinGuard: double-acquire (pid={{[0-9]+}})
  // CHECK-NEXT: '&Queue' (0x{{[0-9a-f]+}}) is acquired again by its holder
  // CHECK-NEXT: Acquired again by thread {{[0-9]+}}:
  // CHECK-NEXT: #0 inner {{.*}}double-acquire.c:[[#@LINE+4]]:3 (pthread_spin_lock)
  // CHECK-NEXT: Acquired by thread {{[0-9]+}}:
  // CHECK-NEXT: #0 main {{.*}}double-acquire.c:[[#@LINE+13]]:3 (pthread_spin_lock)
  // CHECK: SUMMARY: SpinGuard: double-acquire {{.*}}double-acquire.c:[[#@LINE+1]] in inner
  LOCK(&Queue);
  UNLOCK(&Queue);
}
// CHECK-NOT: SpinGuard
// OUT: still held
// OUT: free at last

int main(void) {
  INIT(&Queue);
  // The pair of the skipped acquire is skipped: the lock stays locked.
  for (int I = 0; I < 2; ++I) {
    LOCK(&Queue);
    inner();
    if (!spinTry(&Queue))
      puts("still held");
    UNLOCK(&Queue);
  }
  if (spinTry(&Queue))
    puts("free at last");
  return 0;
}
