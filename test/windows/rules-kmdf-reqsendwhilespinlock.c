// RUN: %verify --rules=kmdf:ReqSendWhileSpinlock --flags="-target x86_64-w64-mingw32" %s
// The verifier's rule of requests that are sent under a lock, not of the leak.
#include "Inputs/wdf.h"
typedef struct WDFIOTARGET__ *WDFIOTARGET;
INLINE unsigned char WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target, void *Options) {
  return ((unsigned char (*)(void *, WDFREQUEST, WDFIOTARGET, void *))WdfFunctions[253])(
      WdfDriverGlobals, Request, Target, Options);
}
WDFSPINLOCK Lock;
WDFDEVICE Device;
WDFIOTARGET Target;
static void IoRead(WDFQUEUE Queue, WDFREQUEST Request, unsigned long long Length) {
  WDFSPINLOCK L = Lock;
#ifdef SOUND
  WdfRequestSend(Request, Target, 0);
  WdfSpinLockAcquire(L);
  WdfSpinLockRelease(L);
#else
  WdfSpinLockAcquire(L);
  WdfRequestSend(Request, Target, 0); // DEFECT: completion-while-held
#endif
}
int DriverEntry(void *Driver, void *Path) {
  WDF_IO_QUEUE_CONFIG Config = {sizeof(Config)};
  WDFQUEUE Queue;
  Config.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Config, 0, &Queue);
}
