// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// The port driver holds the interrupt lock around HwInterrupt.
#include "sg_storport.h"
ULONG Status;
static BOOLEAN Interrupt(PVOID Device) {
  STOR_LOCK_HANDLE Handle;
#ifndef SOUND
  StorPortAcquireSpinLock(Device, InterruptLock, NULL, &Handle); // DEFECT: double-acquire
#endif
  Status++;
#ifndef SOUND
  StorPortReleaseSpinLock(Device, &Handle);
#endif
  return TRUE;
}
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Device, InterruptLock, NULL, &Handle);
  Status = 0;
  StorPortReleaseSpinLock(Device, &Handle);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  Data.HwInterrupt = Interrupt;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
