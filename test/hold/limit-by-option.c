// RUN: %verify --check=--hold-us=5 %s
// The user sets another limit.
#include "Inputs/hold.h"
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  KeStallExecutionProcessor(3);
#else
  KeStallExecutionProcessor(10);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
