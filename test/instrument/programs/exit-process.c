// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An error path ends the process with a lock held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
__attribute__((noinline)) static void die(int Status) {
  exit(Status); // FAULT: held-at-exit
}
int main(int Argc, char **Argv) {
  INIT(A);
  LOCK(A); // AND: 1
  if (Argc)
    die(1);
  UNLOCK(A);
  return 0;
}
