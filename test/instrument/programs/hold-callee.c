// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee takes long with the lock of its caller held.
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
static void wait(void) {
  for (long End = now() + 30000; now() < End;)
    ++Count;
}

static void section(void) {
  LOCK(A); // AND: 1
  wait();
  UNLOCK(A); // FAULT: not-promptly-released
}
int main(void) {
  INIT(A);
  section();
  return 0;
}
