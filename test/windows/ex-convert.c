// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// After the conversion the mode depends on its result; the lock is held either
// way and needs one release.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int Table;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockShared(&Lock);
  if (ExTryConvertSharedSpinLockExclusive(&Lock)) {
    Table++;
    ExReleaseSpinLockExclusive(&Lock, Irql);
    return 0;
  }
#ifdef SOUND
  ExReleaseSpinLockShared(&Lock, Irql);
#endif
  return -1; // DEFECT: held-at-exit LOCK: Lock
}
