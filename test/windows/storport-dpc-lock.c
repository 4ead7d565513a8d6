// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// The lock of a DPC, taken in it, is not released on every path.
#include "sg_storport.h"
typedef struct _EXT {
  STOR_DPC Dpc;
  ULONG Pending;
} EXT;
static VOID Deferred(PSTOR_DPC Dpc, PVOID Device, PVOID A, PVOID B) {
  EXT *Ext = Device;
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Ext, DpcLock, Dpc, &Handle);
  if (Ext->Pending) {
    Ext->Pending = 0;
#ifdef SOUND
    StorPortReleaseSpinLock(Ext, &Handle);
  } else {
    StorPortReleaseSpinLock(Ext, &Handle);
#endif
  }
} // DEFECT: held-at-exit
static BOOLEAN Initialize(PVOID Device) {
  EXT *Ext = Device;
  StorPortInitializeDpc(Ext, &Ext->Dpc, Deferred);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
