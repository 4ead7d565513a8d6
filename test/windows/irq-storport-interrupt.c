// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// A miniport's own lock, taken in HwStorInterrupt and in HwStorBuildIo.
#include "sg_storport.h"
typedef struct { ULONG Pending; KSPIN_LOCK Lock; } EXT;
static BOOLEAN Interrupt(PVOID Device) {
  EXT *Ext = Device;
  KeAcquireSpinLockAtDpcLevel(&Ext->Lock);
  Ext->Pending--;
  KeReleaseSpinLockFromDpcLevel(&Ext->Lock);
  return TRUE;
}
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  EXT *Ext = Device;
  KIRQL Irql;
#ifdef SOUND
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Handle);
#endif
  KeAcquireSpinLock(&Ext->Lock, &Irql); // DEFECT: irq-unsafe
  Ext->Pending++;
  KeReleaseSpinLock(&Ext->Lock, Irql);
#ifdef SOUND
  StorPortReleaseSpinLock(Ext, &Handle);
#endif
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInterrupt = Interrupt;
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
