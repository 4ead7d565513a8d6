// RUN: %verify %s
// A flag that is computed from what the caller passes; the stall is made only
// with both bits.
#include "Inputs/hold.h"
static int Count;
static void stop(unsigned Flags) {
  if ((Flags & 6) == 6)
    KeStallExecutionProcessor(100);
  Count++;
}
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  stop(5);
#else
  stop(7);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
