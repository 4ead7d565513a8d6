// RUN: %verify --flags="-target x86_64-w64-mingw32 -DWDF_VERSION=01017" %s
// The table of another version of the framework has the same numbers.
#include "Inputs/wdf.h"
WDFSPINLOCK Lock;
int DriverEntry(void *Driver, void *Path) {
  WDFSPINLOCK L = Lock;
  WdfSpinLockAcquire(L);
#ifndef SOUND
  WdfSpinLockAcquire(L); // DEFECT: double-acquire
#endif
  WdfSpinLockRelease(L);
  return 0;
}
