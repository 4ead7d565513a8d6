// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The outer of two locks is released first: a note, if one asks for notes.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
const char *__spinguard_default_options(void) { return "verbosity=1"; }
static Spin A, B;
int main(void) {
  INIT(A);
  INIT(B);
  LOCK(A);
  LOCK(B);
#ifdef SOUND
  UNLOCK(B);
  UNLOCK(A);
#else
  UNLOCK(A); // NOTE: release
  UNLOCK(B);
#endif
  return 0;
}
