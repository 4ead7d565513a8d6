// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S/../windows/Inputs" %s
// The example of its rule in docs/rules.md.
#include "ke.h"
typedef struct { KSPIN_LOCK Lock; int Waiting; } QUEUE;
static void Start(QUEUE *Queue) { Queue->Waiting--; }
// EXAMPLE
static void StartNext(QUEUE *Queue) {
#ifndef SOUND
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Queue->Lock); // DEFECT: double-acquire
#endif
  if (Queue->Waiting)
    Start(Queue);
#ifndef SOUND
  KeReleaseSpinLock(&Queue->Lock, Irql);
#endif
}

void Add(QUEUE *Queue) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Queue->Lock);
  Queue->Waiting++;
  StartNext(Queue);
  KeReleaseSpinLock(&Queue->Lock, Irql);
}
// END
