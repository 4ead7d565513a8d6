// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An object is freed with its lock held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct object {
  int Data[8];
  Spin Lock;
};
int main(void) { // FAULT: held-at-exit
  struct object *O = calloc(1, sizeof *O);
  INIT(O->Lock);
  LOCK(O->Lock); // AND: 1, 2
  ++O->Data[0];
#ifdef SOUND
  UNLOCK(O->Lock);
#endif
  free(O); // FAULT: lock-lifetime
  return 0;
}
