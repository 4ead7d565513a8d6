// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// A framework lock is held around a wait.
#include "Inputs/wdf.h"
typedef struct { int Type; } KEVENT;
int KeWaitForSingleObject(void *, int, int, unsigned char, void *);
WDFSPINLOCK Lock;
WDFDEVICE Device;
KEVENT Event;
static void IoRead(WDFQUEUE Queue, WDFREQUEST Request, unsigned long long Length) {
  WDFSPINLOCK L = Lock;
  WdfSpinLockAcquire(L);
#ifdef SOUND
  WdfSpinLockRelease(L);
#endif
  KeWaitForSingleObject(&Event, 0, 0, 0, 0); // DEFECT: blocking-while-held
#ifndef SOUND
  WdfSpinLockRelease(L);
#endif
}
int DriverEntry(void *Driver, void *Path) {
  WDF_IO_QUEUE_CONFIG Config = {sizeof(Config)};
  WDFQUEUE Queue;
  Config.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Config, 0, &Queue);
}
