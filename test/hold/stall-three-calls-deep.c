// RUN: %verify %s
// The stall is three calls below the section.
#include "Inputs/hold.h"
static void third(void) {
#ifndef SOUND
  KeStallExecutionProcessor(40);
#endif
}
static void second(void) { third(); }
static void first(void) { second(); }
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
  first();
  KeReleaseSpinLock(&Lock, Irql);
}
