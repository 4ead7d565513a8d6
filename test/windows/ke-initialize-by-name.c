// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// With headers in which KeInitializeSpinLock is a function, initialising a lock
// neither takes nor releases it.
#include "Inputs/ke.h"
static KSPIN_LOCK Lock;
int DriverEntry(void *Driver, void *Path) {
  unsigned char Irql;
  KeInitializeSpinLock(&Lock);
#ifdef SOUND
  Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
#else
  Irql = 0;
#endif
  KeReleaseSpinLock(&Lock, Irql); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
