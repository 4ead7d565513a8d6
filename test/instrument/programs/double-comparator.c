// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// qsort calls back with the lock of the table held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin Table;
static int Rows[4] = {3, 1, 2, 0};
static int compare(const void *X, const void *Y) {
  LOCK(Table); // FAULT: double-acquire
  int D = *(const int *)X - *(const int *)Y;
  UNLOCK(Table);
  return D;
}
int main(void) {
  INIT(Table);
  LOCK(Table); // AND: 1
  qsort(Rows, 4, sizeof *Rows, compare);
  UNLOCK(Table);
  return Rows[0];
}
