// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Released twice.
#include "Inputs/wdf.h"
WDFSPINLOCK Lock;
int Count;
int DriverEntry(void *Driver, void *Path) {
  WDFSPINLOCK L = Lock;
  WdfSpinLockAcquire(L);
  Count++;
  WdfSpinLockRelease(L);
#ifndef SOUND
  WdfSpinLockRelease(L); // DEFECT: release-unheld
#endif
  return 0;
}
