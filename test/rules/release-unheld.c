// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S/../windows/Inputs" %s
// The example of its rule in docs/rules.md.
#include "ke.h"
typedef struct { KSPIN_LOCK Lock; int Waiting; } QUEUE;
// EXAMPLE
int Remove(QUEUE *Queue) {
  int Result = 0;
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Queue->Lock);
  if (!Queue->Waiting) {
    KeReleaseSpinLock(&Queue->Lock, Irql);
#ifdef SOUND
    return -1;
#else
    Result = -1;
    goto Out;
#endif
  }
  Queue->Waiting--;
#ifndef SOUND
Out:
#endif
  KeReleaseSpinLock(&Queue->Lock, Irql); // DEFECT: release-unheld
  return Result;
}
// END
