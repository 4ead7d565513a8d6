// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The interrupt lock held at exit.
#include "Inputs/wdf.h"
WDFINTERRUPT Interrupt;
int Mask;
int DriverEntry(void *Driver, void *Path) {
  WDFINTERRUPT I = Interrupt;
  WdfInterruptAcquireLock(I);
  if (Mask) {
#ifdef SOUND
    WdfInterruptReleaseLock(I);
#endif
    return -1; // DEFECT: held-at-exit
  }
  Mask = 1;
  WdfInterruptReleaseLock(I);
  return 0;
}
