// RUN: %verify %s
// A check before the loop bounds it.
#include "Inputs/hold.h"
void work(unsigned short Count) {
#ifdef SOUND
  if (Count > 8)
    return;
#endif
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released CONFIDENCE: low
  for (unsigned I = 0; I < Count; ++I)
    KeStallExecutionProcessor(1);
  KeReleaseSpinLock(&Lock, Irql);
}
