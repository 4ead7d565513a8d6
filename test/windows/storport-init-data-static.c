// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// A static HW_INITIALIZATION_DATA with an initialiser.
#include "sg_storport.h"
static KSPIN_LOCK Lock;
ULONG Count;
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return TRUE; // DEFECT: held-at-exit LOCK: Lock
}
static HW_INITIALIZATION_DATA Data = {
    .HwInitializationDataSize = sizeof(Data),
    .HwBuildIo = BuildIo,
};
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
