// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock of the heap that nobody initialises.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct device {
  int Id;
  Spin Lock;
};
static void use(struct device *D) {
  LOCK(D->Lock); // FAULT: lock-lifetime
  ++Count;
  UNLOCK(D->Lock);
}
int main(void) {
  struct device *D = malloc(sizeof *D), *E = calloc(1, sizeof *E);
  INIT(D->Lock);
  use(D);
  E->Lock = 1; // (what a free lock looks like here)
  use(E);
  free(D);
  free(E);
  return 0;
}
