// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:StorPortSpinLock3 --flags=-I%drivers/include %s
// The verifier's rule of the port driver's lock order, and nothing else.
#include "sg_storport.h"
typedef struct { ULONG Pending; STOR_DPC Dpc; } EXT;
static BOOLEAN ResetBus(PVOID Device, ULONG Path) {
  EXT *Ext = Device;
  STOR_LOCK_HANDLE Outer, Inner;
#ifdef SOUND
  StorPortAcquireSpinLock(Ext, DpcLock, &Ext->Dpc, &Outer);
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Inner);
#else
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Outer);
  StorPortAcquireSpinLock(Ext, DpcLock, &Ext->Dpc, &Inner); // DEFECT: lock-order-inversion
#endif
  Ext->Pending = 0;
  StorPortReleaseSpinLock(Ext, &Inner);
  StorPortReleaseSpinLock(Ext, &Outer);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwResetBus = ResetBus;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
