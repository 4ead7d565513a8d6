// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// main returns with a lock held on an error path.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
int main(int Argc, char **Argv) { // FAULT: held-at-exit
  INIT(A);
  LOCK(A); // AND: 1
  if (Argc > 0)
    return 1;
  UNLOCK(A);
  return 0;
}
