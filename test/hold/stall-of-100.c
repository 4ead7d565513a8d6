// RUN: %verify %s
// The limit is 25 microseconds: a stall of 10 is within it, one of 100 is not.
// (not-promptly-released)
#include "Inputs/hold.h"
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released LOCK: Lock
#ifdef SOUND
  KeStallExecutionProcessor(10);
#else
  KeStallExecutionProcessor(100);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
