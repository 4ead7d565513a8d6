// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Against the order by try-acquire, which backs off.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <sched.h>
static Spin A, B;
static void *there(void *P) {
  for (int I = 0; I < 1000; ++I) {
    LOCK(A);
    LOCK(B);
    ++Count;
    UNLOCK(B);
    UNLOCK(A);
  }
  return P;
}
static void *back(void *P) {
  for (int I = 0; I < 1000; ++I) {
    for (;;) {
      LOCK(B);
      if (TRY(A))
        break;
      UNLOCK(B);
      sched_yield();
    }
    ++Count;
    UNLOCK(A);
    UNLOCK(B);
  }
  return P;
}
int main(void) {
  pthread_t T, U;
  INIT(A);
  INIT(B);
  pthread_create(&T, 0, there, 0);
  pthread_create(&U, 0, back, 0);
  pthread_join(T, 0);
  pthread_join(U, 0);
  return Count != 2000;
}
