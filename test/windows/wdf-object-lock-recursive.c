// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The synchronisation lock of a device may be taken again by its holder, and
// needs as many releases.
#include "Inputs/wdf.h"
WDFDEVICE Device;
int Count;
int DriverEntry(void *Driver, void *Path) {
  WDFDEVICE D = Device;
  WdfObjectAcquireLock(D);
  WdfObjectAcquireLock(D);
  Count++;
  WdfObjectReleaseLock(D);
#ifdef SOUND
  WdfObjectReleaseLock(D);
#endif
  return 0; // DEFECT: held-at-exit
}
