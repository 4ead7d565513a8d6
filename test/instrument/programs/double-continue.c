// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop goes on without the release.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void scan(const int *Rows) {
  for (int I = 0; I < 3; ++I) {
    LOCK(A); // FAULT: double-acquire AND: 1
    if (Rows[I] == 7)
      continue;
    ++Count;
    UNLOCK(A);
  }
}
int main(void) {
  int Rows[] = {1, 7, 2};
  INIT(A);
  scan(Rows);
  UNLOCK(A);
  return 0;
}
