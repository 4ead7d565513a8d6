// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S/../windows/Inputs" %s
// The example of its rule in docs/rules.md.
#include "ke.h"
typedef struct { KSPIN_LOCK Lock; int Count; } QUEUE;
// EXAMPLE
void Add(QUEUE *Queue) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Queue->Lock);
  Queue->Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Queue->Lock, Irql);
#else
  KeReleaseSpinLockFromDpcLevel(&Queue->Lock); // DEFECT: wrong-variant
#endif
}
// END
