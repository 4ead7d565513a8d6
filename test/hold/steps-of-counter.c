// RUN: %verify %s
// A length that is counted down in steps of a kilobyte has no bound but that of
// its type; one of at most eight kilobytes has.
#include "Inputs/hold.h"
struct frame {
  unsigned Length;
};
void work(struct frame *F) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released CONFIDENCE: low
  unsigned Left = F->Length;
#ifdef SOUND
  if (Left > 8192)
    Left = 8192;
#endif
  while (Left > 1024) {
    KeStallExecutionProcessor(1);
    Left -= 1024;
  }
  KeReleaseSpinLock(&Lock, Irql);
}
