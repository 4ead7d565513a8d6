// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// Several fields of HW_INITIALIZATION_DATA name entry points.
#include "sg_storport.h"
static KSPIN_LOCK Lock;
ULONG Count;
static BOOLEAN StartIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Count++;
#ifdef SOUND
  KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
  return TRUE; // DEFECT: held-at-exit LOCK: Lock
}
static BOOLEAN ResetBus(PVOID Device, ULONG Path) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Count = 0;
#ifdef SOUND
  KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
  return TRUE; // DEFECT: held-at-exit LOCK: Lock
}
static SCSI_ADAPTER_CONTROL_STATUS
Control(PVOID Device, SCSI_ADAPTER_CONTROL_TYPE Type, PVOID Parameters) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Count = 1;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return ScsiAdapterControlSuccess; // DEFECT: held-at-exit LOCK: Lock
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data;
  RtlZeroMemory(&Data, sizeof(Data));
  Data.HwInitializationDataSize = sizeof(Data);
  Data.HwStartIo = StartIo;
  Data.HwResetBus = ResetBus;
  Data.HwAdapterControl = Control;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
