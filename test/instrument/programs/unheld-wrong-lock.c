// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The other lock of a pair is released.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static struct pair {
  Spin In, Out;
} Queue;
int main(void) { // FAULT: held-at-exit
  INIT(Queue.In);
  INIT(Queue.Out);
  LOCK(Queue.In); // AND: 1
  ++Count;
  UNLOCK(Queue.Out); // FAULT: release-unheld
  return 0;
}
