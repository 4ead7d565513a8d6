// RUN: %verify %s
// Only one path stalls, and gives the lock up before or does not.
#include "Inputs/hold.h"
void work(int Slow) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
  if (Slow) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
    KeStallExecutionProcessor(30);
#else
    KeStallExecutionProcessor(30);
    KeReleaseSpinLock(&Lock, Irql);
#endif
    return;
  }
  KeReleaseSpinLock(&Lock, Irql);
}
