// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A release without an acquire.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
int main(void) {
  INIT(A);
  LOCK(A);
  ++Count;
  UNLOCK(A);
  UNLOCK(A); // FAULT: release-unheld
  return 0;
}
