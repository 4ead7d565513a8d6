// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// WdfSpinLockAcquire is entry 316 of the function table.
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
