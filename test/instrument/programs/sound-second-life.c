// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory and locks are used again after their end.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct object {
  Spin Lock;
  int Data;
};
int main(void) {
  for (int I = 0; I < 100; ++I) {
    struct object *O = malloc(sizeof *O);
    INIT(O->Lock);
    LOCK(O->Lock);
    O->Data = I;
    UNLOCK(O->Lock);
    pthread_spin_destroy(&O->Lock);
    INIT(O->Lock);
    LOCK(O->Lock);
    UNLOCK(O->Lock);
    pthread_spin_destroy(&O->Lock);
    free(O);
  }
  return 0;
}
