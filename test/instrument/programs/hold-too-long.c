// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock is held for longer than the limit.
// REQUIRES: runtime
// RUN: %run-instrumented --markers --params "hold-us=20000;hold-mode=exact" %s
#include "Inputs/spin.h"
#include <time.h>
static Spin A;
static long now(void) {
  struct timespec T;
  clock_gettime(CLOCK_MONOTONIC, &T);
  return T.tv_sec * 1000000L + T.tv_nsec / 1000;
}
int main(void) {
  INIT(A);
  LOCK(A); // AND: 1
  for (long End = now() + 30000; now() < End;)
    ++Count;
  UNLOCK(A); // FAULT: not-promptly-released
  return 0;
}
