// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callback comes to take the lock of who calls it.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct device {
  Spin Lock;
  void (*Done)(struct device *);
};
static void done(struct device *D) {
  LOCK(D->Lock); // FAULT: double-acquire
  ++Count;
  UNLOCK(D->Lock);
}
static struct device Device = {.Done = done};
int main(int Argc, char **Argv) {
  struct device *D = &Device;
  INIT(D->Lock);
  LOCK(D->Lock); // AND: 1
  if (Argc)
    D->Done(D);
  UNLOCK(D->Lock);
  return 0;
}
