// RUN: %verify %s
// A debug message that nobody asked for is dropped at once; a stall is not.
#include "Inputs/hold.h"
void DbgPrint(const char *, ...);
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
  for (int I = 0; I < 20; ++I)
#ifdef SOUND
    DbgPrint("element %d", I);
#else
    KeStallExecutionProcessor(2);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
