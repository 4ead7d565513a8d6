// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The last reference is put with the lock of the object held.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct object {
  int References;
  Spin Lock;
};
static void put(struct object *O) {
  if (--O->References == 0)
    free(O); // FAULT: lock-lifetime
}
int main(void) {
  struct object *O = calloc(1, sizeof *O);
  INIT(O->Lock);
  LOCK(O->Lock); // AND: 1, 2
  O->References = 1;
#ifdef SOUND
  UNLOCK(O->Lock);
#endif
  put(O);
  exit(0); // FAULT: held-at-exit
}
