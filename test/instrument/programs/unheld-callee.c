// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The callee has released it already.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static int flush(int N) {
  if (N > 3) {
    UNLOCK(A);
    return -1;
  }
  return N;
}
int main(int Argc, char **Argv) {
  INIT(A);
  LOCK(A);
  flush(3 + Argc);
  UNLOCK(A); // FAULT: release-unheld
  return 0;
}
