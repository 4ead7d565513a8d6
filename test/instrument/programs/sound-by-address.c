// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two accounts in the order of their addresses.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static struct account {
  Spin Lock;
  int Money;
} Accounts[4];
static void transfer(struct account *From, struct account *To) {
  struct account *Low = From < To ? From : To, *High = From < To ? To : From;
  LOCK(Low->Lock);
  if (Low != High)
    LOCK(High->Lock);
  --From->Money;
  ++To->Money;
  if (Low != High)
    UNLOCK(High->Lock);
  UNLOCK(Low->Lock);
}
static void *work(void *P) {
  for (int I = 0; I < 4; ++I)
    for (int K = 0; K < 4; ++K)
      transfer(&Accounts[I], &Accounts[K]);
  return P;
}
int main(void) {
  for (int I = 0; I < 4; ++I)
    INIT(Accounts[I].Lock);
  RUN(work, 0);
  work(0);
  return 0;
}
