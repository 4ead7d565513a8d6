// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The second lock by trylock, in any order: a try does not wait.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

static Spin A, B;

static void both(Spin *First, Spin *Second) {
  for (;;) {
    LOCK(First);
    if (TRYLOCK(Second))
      break;
    UNLOCK(First);
  }
  UNLOCK(Second);
  UNLOCK(First);
}

int main(void) {
  both(&A, &B);
  both(&B, &A);
  LOCK(&A);
  // It fails, since this thread holds it: no fault of a try.
  if (TRYLOCK(&A))
    return 1;
  UNLOCK(&A);
  return 0;
}
