// RUN: %verify %s
// A loop that waits for a device has no bound; a look at it is no wait.
#include "Inputs/hold.h"
void work(volatile unsigned *Status) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  if (*Status & 1)
    *Status = 0;
#else
  while (*Status & 1)
    ;
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
