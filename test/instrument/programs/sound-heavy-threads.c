// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Eight threads that fight for four locks.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static struct slot {
  Spin Lock;
  long Value;
} Slots[4];
static void *work(void *P) {
  for (int I = 0; I < 5000; ++I) {
    struct slot *S = &Slots[I % 4];
    LOCK(S->Lock);
    ++S->Value;
    UNLOCK(S->Lock);
  }
  return P;
}
int main(void) {
  pthread_t T[8];
  long Sum = 0;
  for (int I = 0; I < 4; ++I)
    INIT(Slots[I].Lock);
  for (int I = 0; I < 8; ++I)
    pthread_create(&T[I], 0, work, 0);
  for (int I = 0; I < 8; ++I)
    pthread_join(T[I], 0);
  for (int I = 0; I < 4; ++I)
    Sum += Slots[I].Value;
  return Sum != 40000;
}
