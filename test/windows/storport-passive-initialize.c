// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// The routine given to StorPortEnablePassiveInitialization.
#include "sg_storport.h"
static KSPIN_LOCK Lock;
ULONG Count;
static BOOLEAN Passive(PVOID Device) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count++) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    return FALSE; // DEFECT: held-at-exit LOCK: Lock
  }
  KeReleaseSpinLock(&Lock, Irql);
  return TRUE;
}
static BOOLEAN Initialize(PVOID Device) {
  return StorPortEnablePassiveInitialization(Device, Passive);
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
