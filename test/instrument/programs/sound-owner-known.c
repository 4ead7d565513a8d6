// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock on top that its owner may take again.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin A;
static atomic_long Owner;
static int Depth;
static void lock(long Self) {
  if (atomic_load(&Owner) != Self) {
    LOCK(A);
    atomic_store(&Owner, Self);
  }
  ++Depth;
}
static void unlock(void) {
  if (--Depth == 0) {
    atomic_store(&Owner, 0);
    UNLOCK(A);
  }
}
static void *work(void *P) {
  for (int I = 0; I < 100; ++I) {
    lock((long)P);
    lock((long)P);
    ++Count;
    unlock();
    unlock();
  }
  return P;
}
int main(void) {
  pthread_t T, U;
  INIT(A);
  pthread_create(&T, 0, work, (void *)1);
  pthread_create(&U, 0, work, (void *)2);
  pthread_join(T, 0);
  pthread_join(U, 0);
  return Count != 200;
}
