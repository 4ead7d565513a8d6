// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// A queue callback returns with the lock.
#include "Inputs/wdf.h"
WDFSPINLOCK Lock;
WDFDEVICE Device;
int Count;
static void IoRead(WDFQUEUE Queue, WDFREQUEST Request, unsigned long long Length) {
  WDFSPINLOCK L = Lock;
  WdfSpinLockAcquire(L);
  Count++;
#ifdef SOUND
  WdfSpinLockRelease(L);
#endif
} // DEFECT: held-at-exit
int DriverEntry(void *Driver, void *Path) {
  WDF_IO_QUEUE_CONFIG Config = {sizeof(Config)};
  WDFQUEUE Queue;
  Config.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Config, 0, &Queue);
}
