// RUN: %verify %s
// A loop waits until a device is ready, or a counter has run out.
#include "Inputs/hold.h"
extern volatile unsigned Status;
void work(void) {
  int Left;
  unsigned Now;
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
  Now = Status;
#ifdef SOUND
  for (Left = 3; Left && (Now & 1); Left--) {
#else
  for (Left = 600; Left && (Now & 1); Left--) {
#endif
    KeStallExecutionProcessor(5);
    Now = Status;
  }
  KeReleaseSpinLock(&Lock, Irql);
}
