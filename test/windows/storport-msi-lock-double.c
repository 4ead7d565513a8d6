// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// Locks of two messages are two locks; one message's twice is a deadlock. The
// result is not looked at, as in the documentation's example.
#include "sg_storport.h"
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  ULONG Irql0, Irql1, Again;
  StorPortAcquireMSISpinLock(Device, 0, &Irql0);
  StorPortAcquireMSISpinLock(Device, 1, &Irql1);
#ifndef SOUND
  StorPortAcquireMSISpinLock(Device, 1, &Again); // DEFECT: double-acquire
#endif
  StorPortReleaseMSISpinLock(Device, 1, Irql1);
  StorPortReleaseMSISpinLock(Device, 0, Irql0);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
