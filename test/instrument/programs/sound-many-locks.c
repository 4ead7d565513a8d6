// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thousand locks, each by itself and in order.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
static Spin Row[1000];
int main(void) {
  for (int I = 0; I < 1000; ++I)
    INIT(Row[I]);
  for (int I = 0; I + 1 < 1000; ++I) {
    LOCK(Row[I]);
    LOCK(Row[I + 1]);
    ++Count;
    UNLOCK(Row[I + 1]);
    UNLOCK(Row[I]);
  }
  return 0;
}
