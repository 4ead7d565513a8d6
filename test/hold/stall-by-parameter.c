// RUN: %verify %s
// A callee stalls for as long as it is told to.
#include "Inputs/hold.h"
static void settle(unsigned Time) { KeStallExecutionProcessor(Time); }
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  settle(5);
#else
  settle(50);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
