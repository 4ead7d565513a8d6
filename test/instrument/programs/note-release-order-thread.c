// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread walks hand over hand, which is a note at each step.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
const char *__spinguard_default_options(void) { return "verbosity=1"; }
static Spin Chain[4];
static void *work(void *P) {
  LOCK(Chain[0]);
  for (int I = 1; I < 4; ++I) {
#ifdef SOUND
    UNLOCK(Chain[I - 1]);
    LOCK(Chain[I]);
#else
    LOCK(Chain[I]);
    UNLOCK(Chain[I - 1]); // NOTE: release
#endif
  }
  UNLOCK(Chain[3]);
  return P;
}
int main(void) {
  for (int I = 0; I < 4; ++I)
    INIT(Chain[I]);
  RUN(work, 0);
  return 0;
}
