// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// An early return with the exclusive lock.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int Count;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockExclusive(&Lock);
  if (Count) {
#ifdef SOUND
    ExReleaseSpinLockExclusive(&Lock, Irql);
#endif
    return -1; // DEFECT: held-at-exit LOCK: Lock
  }
  Count = 1;
  ExReleaseSpinLockExclusive(&Lock, Irql);
  return 0;
}
