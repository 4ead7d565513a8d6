// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The variant for file systems.
#include "Inputs/ke.h"
static KSPIN_LOCK Lock;
int Count;
int DriverEntry(void *Driver, void *Path) {
  unsigned char Irql = KeAcquireSpinLockRaiseToSynch(&Lock);
  if (Count)
#ifdef SOUND
    Count--;
#else
    return -1; // DEFECT: held-at-exit LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return 0;
}
