// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// EvtInterruptIsr takes a framework spin lock, which the DPC and a queue hold at
// DISPATCH_LEVEL: one finding, at the first place.
// (At O2 the handle is a load of one global, without a member.)
#include "Inputs/wdf.h"
struct device { int Pending; WDFSPINLOCK Lock; };
static struct device Device;
WDFDEVICE Handle;
static void drain(int N) {
  WdfSpinLockAcquire(Device.Lock); // DEFECT(O0,O1): irq-unsafe
  Device.Pending += N;
  WdfSpinLockRelease(Device.Lock);
}
static unsigned char Isr(WDFINTERRUPT Interrupt, unsigned Message) {
#ifndef SOUND
  WdfSpinLockAcquire(Device.Lock);
  Device.Pending++;
  WdfSpinLockRelease(Device.Lock);
#endif
  return 1;
}
static void Dpc(WDFINTERRUPT Interrupt, void *Object) { drain(1); }
static void IoRead(WDFQUEUE Queue, WDFREQUEST Request, unsigned long long Length) {
  WdfSpinLockAcquire(Device.Lock);
  Device.Pending = 0;
  WdfSpinLockRelease(Device.Lock);
}
int DriverEntry(void *Driver, void *Path) {
  WDF_INTERRUPT_CONFIG Config = {sizeof(Config)};
  WDF_IO_QUEUE_CONFIG QueueConfig = {sizeof(QueueConfig)};
  WDFINTERRUPT Interrupt;
  WDFQUEUE Queue;
  Config.EvtInterruptIsr = Isr;
  Config.EvtInterruptDpc = Dpc;
  QueueConfig.EvtIoRead = IoRead;
  WdfInterruptCreate(Handle, &Config, 0, &Interrupt);
  return WdfIoQueueCreate(Handle, &QueueConfig, 0, &Queue);
}
