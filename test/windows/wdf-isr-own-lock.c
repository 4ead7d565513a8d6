// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The framework holds the interrupt's lock around EvtInterruptIsr.
#include "Inputs/wdf.h"
WDFDEVICE Device;
WDFINTERRUPT Interrupt;
int Count;
static unsigned char Isr(WDFINTERRUPT I, unsigned Message) {
#ifndef SOUND
  WdfInterruptAcquireLock(I); // DEFECT: double-acquire
#endif
  Count++;
#ifndef SOUND
  WdfInterruptReleaseLock(I);
#endif
  return 1;
}
static void Dpc(WDFINTERRUPT I, void *Object) {
  WdfInterruptAcquireLock(I);
  Count = 0;
  WdfInterruptReleaseLock(I);
}
int DriverEntry(void *Driver, void *Path) {
  WDF_INTERRUPT_CONFIG Config = {sizeof(Config)};
  Config.EvtInterruptIsr = Isr;
  Config.EvtInterruptDpc = Dpc;
  return WdfInterruptCreate(Device, &Config, 0, &Interrupt);
}
