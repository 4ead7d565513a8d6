// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A list is walked with at most two nodes locked.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static struct node {
  Spin Lock;
  int Value;
  struct node *Next;
} Nodes[16];
static void *sum(void *P) {
  struct node *N = &Nodes[0];
  LOCK(N->Lock);
  while (N->Next) {
    struct node *Next = N->Next;
    LOCK(Next->Lock);
    Next->Value += N->Value;
    UNLOCK(N->Lock);
    N = Next;
  }
  UNLOCK(N->Lock);
  return P;
}
int main(void) {
  pthread_t T[4];
  for (int I = 0; I < 16; ++I) {
    INIT(Nodes[I].Lock);
    Nodes[I].Next = I < 15 ? &Nodes[I + 1] : 0;
  }
  for (int I = 0; I < 4; ++I)
    pthread_create(&T[I], 0, sum, 0);
  for (int I = 0; I < 4; ++I)
    pthread_join(T[I], 0);
  return 0;
}
