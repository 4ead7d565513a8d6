// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A struct is assigned with the lock in it.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct object {
  int Data[8];
  Spin Lock;
};

static struct object From, To;
int main(void) {
  INIT(From.Lock);
  LOCK(From.Lock);
  ++From.Data[0];
  UNLOCK(From.Lock);
#ifdef SOUND
  To.Data[0] = From.Data[0];
#else
  To = From; // FAULT: lock-lifetime
#endif
  return To.Data[1];
}
