// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock is destroyed before it is released.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
int main(void) {
  INIT(A);
  LOCK(A); // AND: 1
  ++Count;
#ifdef SOUND
  UNLOCK(A);
#endif
  pthread_spin_destroy(&A); // FAULT: lock-lifetime
#ifndef SOUND
  UNLOCK(A);
#endif
  return 0;
}
