// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// BuildIo returns with the StartIo lock.
#include "sg_storport.h"
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Device, StartIoLock, NULL, &Handle);
  if (Srb->Function == SRB_FUNCTION_FLUSH) {
#ifdef SOUND
    StorPortReleaseSpinLock(Device, &Handle);
#endif
    return FALSE; // DEFECT: held-at-exit
  }
  Srb->SrbStatus = SRB_STATUS_PENDING;
  StorPortReleaseSpinLock(Device, &Handle);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
