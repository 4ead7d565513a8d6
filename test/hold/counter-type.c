// RUN: %verify %s
// That a counter has sixteen bits is no bound that somebody chose: nobody knows
// how often the loop runs. A mask is one.
#include "Inputs/hold.h"
struct queue {
  unsigned short Count;
} Queue;
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released CONFIDENCE: low
#ifdef SOUND
  for (unsigned I = 0; I < (Queue.Count & 15u); ++I)
#else
  for (unsigned I = 0; I < Queue.Count; ++I)
#endif
    KeStallExecutionProcessor(1);
  KeReleaseSpinLock(&Lock, Irql);
}
