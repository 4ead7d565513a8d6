// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two faults, one of them five times; prints what it comes to.
#include "hooks.h"

static Spin A, B;

static void twice(void) {
  LOCK(&A);
  LOCK(&A);
  UNLOCK(&A);
  UNLOCK(&A);
}

int main(void) {
  for (int I = 0; I < 5; ++I)
    twice();
  puts("on");
  UNLOCK(&B);
  puts("to the end");
  return 0;
}
