// RUN: %verify %s
// Eight short stalls are one long one.
#include "Inputs/hold.h"
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
  for (int I = 0; I < 8; ++I)
#ifdef SOUND
    KeStallExecutionProcessor(2);
#else
    KeStallExecutionProcessor(10);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
