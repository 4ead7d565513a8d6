// RUN: %verify "--check=--hold-us=18 --clock-mhz=1" %s
// A processor of 1 MHz takes a microsecond for a cycle: a division, of twenty
// cycles, is over the limit of 18 microseconds, and an addition is not.
// (not-promptly-released)
#include "Inputs/hold.h"
int Mean;
void work(int Sum, int N) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  Mean = Sum + N;
#else
  Mean = Sum / N;
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
