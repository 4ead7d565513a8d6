// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Two handles are two locks; the outer one is forgotten.
#include "Inputs/wdf.h"
WDFSPINLOCK First, Second;
int Count;
int DriverEntry(void *Driver, void *Path) {
  WDFSPINLOCK A = First, B = Second;
  WdfSpinLockAcquire(A);
  WdfSpinLockAcquire(B);
  Count++;
  WdfSpinLockRelease(B);
#ifdef SOUND
  WdfSpinLockRelease(A);
#endif
  return 0; // DEFECT: held-at-exit
}
