// RUN: %verify %s
// An estimate of plain instructions may be off by a factor: near to the limit, it
// is not worth much. What delays say is exact. (not-promptly-released)
#include "Inputs/hold.h"
int Mean[1000];
void slightly(int By) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released CONFIDENCE: low
#ifndef SOUND
  for (int I = 0; I < 3000; ++I)
    Mean[I % 999] /= By;
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
void much(int By) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released CONFIDENCE: medium
#ifndef SOUND
  for (int I = 0; I < 100000; ++I)
    Mean[I % 999] /= By;
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
void stalls(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released CONFIDENCE: high
#ifndef SOUND
  KeStallExecutionProcessor(26);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
