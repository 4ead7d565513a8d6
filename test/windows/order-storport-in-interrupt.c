// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// HwStorInterrupt is called with the interrupt lock: it is too late for a DPC
// lock. HwStorDpcRoutine is called with none.
#include "sg_storport.h"
typedef struct { ULONG Pending; STOR_DPC Dpc; } EXT;
static __attribute__((noinline)) VOID drain(EXT *Ext) {
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Ext, DpcLock, &Ext->Dpc, &Handle); // DEFECT: lock-order-inversion, irq-unsafe
  Ext->Pending = 0;
  StorPortReleaseSpinLock(Ext, &Handle);
}
static BOOLEAN Interrupt(PVOID Device) {
  EXT *Ext = Device;
#ifdef SOUND
  StorPortIssueDpc(Ext, &Ext->Dpc, NULL, NULL);
#else
  drain(Ext);
#endif
  return TRUE;
}
static VOID Deferred(PSTOR_DPC Dpc, PVOID Device, PVOID A, PVOID B) {
  drain(Device);
}
static BOOLEAN Initialize(PVOID Device) {
  EXT *Ext = Device;
  StorPortInitializeDpc(Ext, &Ext->Dpc, Deferred);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwInterrupt = Interrupt;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
