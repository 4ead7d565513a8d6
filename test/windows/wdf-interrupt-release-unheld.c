// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The interrupt lock released twice.
#include "Inputs/wdf.h"
WDFINTERRUPT Interrupt;
int Mask;
int DriverEntry(void *Driver, void *Path) {
  WDFINTERRUPT I = Interrupt;
  WdfInterruptAcquireLock(I);
  Mask++;
  WdfInterruptReleaseLock(I);
#ifndef SOUND
  WdfInterruptReleaseLock(I); // DEFECT: release-unheld
#endif
  return 0;
}
