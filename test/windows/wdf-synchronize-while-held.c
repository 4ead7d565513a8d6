// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// WdfInterruptSynchronize takes the interrupt's lock.
#include "Inputs/wdf.h"
WDFINTERRUPT Interrupt;
int Count;
static unsigned char Synchronized(WDFINTERRUPT I, void *Context) {
  Count++;
  return 1;
}
int DriverEntry(void *Driver, void *Path) {
  WDFINTERRUPT I = Interrupt;
  WdfInterruptAcquireLock(I);
#ifndef SOUND
  WdfInterruptSynchronize(I, Synchronized, 0); // DEFECT: double-acquire
#endif
  WdfInterruptReleaseLock(I);
  return 0;
}
