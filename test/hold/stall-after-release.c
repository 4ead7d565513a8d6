// RUN: %verify %s
// What comes after the release, in the same block, is no part of the section.
#include "Inputs/hold.h"
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
  KeStallExecutionProcessor(100);
#else
  KeStallExecutionProcessor(100);
  KeReleaseSpinLock(&Lock, Irql);
#endif
}
