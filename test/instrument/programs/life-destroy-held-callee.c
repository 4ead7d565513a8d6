// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The callee that tears down is called with the lock held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct device {
  int Id;
  Spin Lock;
};
static void tearDown(struct device *D) {
  pthread_spin_destroy(&D->Lock); // FAULT: lock-lifetime
}
int main(void) {
  static struct device D;
  INIT(D.Lock);
  LOCK(D.Lock); // AND: 1
  ++D.Id;
#ifdef SOUND
  UNLOCK(D.Lock);
#endif
  tearDown(&D);
#ifndef SOUND
  UNLOCK(D.Lock);
#endif
  return 0;
}
