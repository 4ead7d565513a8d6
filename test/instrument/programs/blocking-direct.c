// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sleep between acquire and release.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <unistd.h>
static Spin A;
int main(void) {
  INIT(A);
  LOCK(A); // AND: 1
#ifdef SOUND
  UNLOCK(A);
#endif
  usleep(10); // FAULT: blocking-while-held
#ifndef SOUND
  UNLOCK(A);
#endif
  return 0;
}
