// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two orders of two classes, by one thread at different times.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin A, B;
CLASS(ClassA, "A");
CLASS(ClassB, "B");

static void forward(void) {
  LOCK_AS(&A, &ClassA, 0);
  LOCK_AS(&B, &ClassB, 0);
  UNLOCK(&B);
  UNLOCK(&A);
}

int main(void) {
  for (int I = 0; I < 3; ++I)
    forward();
  // CHECK: WARNING: SpinGuard: lock-order-inversion
  // CHECK-NEXT: '&A' ({{.*}}) is acquired in the opposite order elsewhere: a cycle of 2
  // CHECK-NEXT: Acquired by thread
  // CHECK-NEXT: #0 main {{.*}}:[[#@LINE+9]]:3
  // CHECK-NEXT: With this held by thread
  // CHECK-NEXT: #0 main {{.*}}:[[#@LINE+6]]:3
  // CHECK-NEXT: Elsewhere acquired by thread
  // CHECK-NEXT: #0 forward {{.*}}:[[#@LINE-15]]:3
  // CHECK-NEXT: With this held by thread
  // CHECK-NEXT: #0 forward {{.*}}:[[#@LINE-18]]:3
  // CHECK: SUMMARY: SpinGuard: lock-order-inversion {{.*}}:[[#@LINE+2]] in main
  LOCK_AS(&B, &ClassB, 0);
  LOCK_AS(&A, &ClassA, 0);
  UNLOCK(&A);
  UNLOCK(&B);
  // CHECK-NOT: WARNING
  forward();
  return 0;
}
