// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// A framework request is sent on with a framework lock held.
#include "Inputs/wdf.h"
typedef struct WDFIOTARGET__ *WDFIOTARGET;
INLINE unsigned char WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target, void *Options) {
  return ((unsigned char (*)(void *, WDFREQUEST, WDFIOTARGET, void *))WdfFunctions[253])(
      WdfDriverGlobals, Request, Target, Options);
}
WDFSPINLOCK Lock;
WDFDEVICE Device;
WDFIOTARGET Target;
int Sent;
static void IoRead(WDFQUEUE Queue, WDFREQUEST Request, unsigned long long Length) {
  WDFSPINLOCK L = Lock;
  WdfSpinLockAcquire(L);
  Sent++;
#ifdef SOUND
  WdfSpinLockRelease(L);
#endif
  WdfRequestSend(Request, Target, 0); // DEFECT: completion-while-held
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
