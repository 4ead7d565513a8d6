// RUN: %verify %s
// The section begins in a callee, and is the caller's.
#include "Inputs/hold.h"
static KIRQL begin(void) {
  return KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
}
static void end(KIRQL Irql) { KeReleaseSpinLock(&Lock, Irql); }
void work(void) {
#ifdef SOUND
  KeStallExecutionProcessor(100);
#endif
  KIRQL Irql = begin();
#ifndef SOUND
  KeStallExecutionProcessor(100);
#endif
  end(Irql);
}
