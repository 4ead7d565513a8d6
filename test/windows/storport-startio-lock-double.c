// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// The StartIo lock twice in BuildIo, which is called without it.
#include "sg_storport.h"
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  STOR_LOCK_HANDLE A, B;
  StorPortAcquireSpinLock(Device, StartIoLock, NULL, &A);
#ifndef SOUND
  StorPortAcquireSpinLock(Device, StartIoLock, NULL, &B); // DEFECT: double-acquire
#endif
  StorPortReleaseSpinLock(Device, &A);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
