// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Library mode: a result that tells whether the lock is held is a contract.
#include "Inputs/ke.h"
static KSPIN_LOCK Lock;
int Count;
unsigned char Saved;
int Take(void) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  if (Count) {
    Saved = Irql;
#ifdef SOUND
    return 1;
#else
    return 0; // DEFECT: inconsistent-exit
#endif
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
  return 0;
}
