// RUN: %verify %s
// A lock that is acquired at the end of a round and given up in the next one is
// held for a part of a round, not around the loop. (not-promptly-released)
#include "Inputs/hold.h"
int more(void);
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
  while (more()) {
#ifdef SOUND
    KeStallExecutionProcessor(10);
#else
    KeStallExecutionProcessor(100);
#endif
    KeReleaseSpinLock(&Lock, Irql);
    more();
    Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  }
  KeReleaseSpinLock(&Lock, Irql);
}
