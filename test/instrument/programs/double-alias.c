// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A transfer from an account to itself.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct account {
  Spin Lock;
  int Money;
} X, Y;
static void transfer(struct account *From, struct account *To) {
  LOCK(From->Lock); // AND: 1
  LOCK(To->Lock);   // FAULT: double-acquire
  --From->Money;
  ++To->Money;
  UNLOCK(To->Lock);
  UNLOCK(From->Lock);
}
int main(void) {
  INIT(X.Lock);
  INIT(Y.Lock);
  transfer(&X, &Y);
  transfer(&Y, &Y);
  return 0;
}
