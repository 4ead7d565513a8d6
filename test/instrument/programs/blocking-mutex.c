// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mutex inside of a spin lock, in a thread.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static pthread_mutex_t M = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *P) {
  LOCK(A);                // AND: 1
  pthread_mutex_lock(&M); // FAULT: blocking-while-held
  ++Count;
  pthread_mutex_unlock(&M);
  UNLOCK(A);
  return P;
}
int main(void) {
  INIT(A);
  RUN(work, 0);
  return 0;
}
