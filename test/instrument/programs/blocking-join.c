// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread is waited for with the lock held that it wants.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static void *work(void *P) {
  if (TRY(A))
    UNLOCK(A);
  return P;
}
int main(void) {
  pthread_t T;
  INIT(A);
  LOCK(A); // AND: 1
  pthread_create(&T, 0, work, 0);
  pthread_join(T, 0); // FAULT: blocking-while-held
  UNLOCK(A);
  return 0;
}
