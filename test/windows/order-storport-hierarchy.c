// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// The port driver's locks have an order: the StartIo lock before the interrupt
// lock. One place against it is enough.
#include "sg_storport.h"
typedef struct { ULONG Pending; } EXT;
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  EXT *Ext = Device;
  STOR_LOCK_HANDLE Outer, Inner;
#ifdef SOUND
  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Outer);
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Inner);
#else
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Outer);
  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Inner); // DEFECT: lock-order-inversion
#endif
  Ext->Pending++;
  StorPortReleaseSpinLock(Ext, &Inner);
  StorPortReleaseSpinLock(Ext, &Outer);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
