// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee takes a snapshot of what its caller has locked.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct object {
  int Data[8];
  Spin Lock;
};

static struct object From, Snapshot;
static void snapshot(const struct object *O) {
#ifdef SOUND
  Snapshot.Data[0] = O->Data[0];
#else
  Snapshot = *O; // FAULT: lock-lifetime
#endif
}
int main(void) {
  INIT(From.Lock);
  LOCK(From.Lock); // AND: 1
  snapshot(&From);
  UNLOCK(From.Lock);
  return Snapshot.Data[1];
}
