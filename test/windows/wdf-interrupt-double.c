// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// WdfInterruptAcquireLock twice.
#include "Inputs/wdf.h"
WDFINTERRUPT Interrupt;
int DriverEntry(void *Driver, void *Path) {
  WDFINTERRUPT I = Interrupt;
  WdfInterruptAcquireLock(I);
#ifndef SOUND
  WdfInterruptAcquireLock(I); // DEFECT: double-acquire
#endif
  WdfInterruptReleaseLock(I);
  return 0;
}
