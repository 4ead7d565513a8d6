// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// The handle is released twice.
#include "sg_storport.h"
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Device, StartIoLock, NULL, &Handle);
  Srb->SrbStatus = SRB_STATUS_PENDING;
  StorPortReleaseSpinLock(Device, &Handle);
#ifndef SOUND
  StorPortReleaseSpinLock(Device, &Handle); // DEFECT: release-unheld
#endif
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
