// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Both orders under a common gate lock cannot meet: silent.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

static Spin Gate, A, B;

static void both(Spin *First, Spin *Second) {
  LOCK(&Gate);
  LOCK(First);
  LOCK(Second);
  UNLOCK(Second);
  UNLOCK(First);
  UNLOCK(&Gate);
}

int main(void) {
  both(&A, &B);
  both(&B, &A);
  both(&A, &B);
  return 0;
}
