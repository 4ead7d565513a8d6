// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee releases its caller's lock before its own.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
const char *__spinguard_default_options(void) { return "verbosity=1"; }
static Spin A, B;
static void step(void) {
  LOCK(B);
#ifndef SOUND
  UNLOCK(A); // NOTE: release
#endif
  ++Count;
  UNLOCK(B);
#ifdef SOUND
  UNLOCK(A);
#endif
}
int main(void) {
  INIT(A);
  INIT(B);
  LOCK(A);
  step();
  return 0;
}
