// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=double-acquire --flags=-I%drivers/include %s
// The port driver holds the StartIo lock around a HwTimer routine.
#include "sg_storport.h"
ULONG Ticks;
static VOID Timer(PVOID Device) {
  STOR_LOCK_HANDLE Handle;
#ifndef SOUND
  StorPortAcquireSpinLock(Device, StartIoLock, NULL, &Handle); // DEFECT: double-acquire
#endif
  Ticks++;
#ifndef SOUND
  StorPortReleaseSpinLock(Device, &Handle);
#endif
}
static BOOLEAN Initialize(PVOID Device) {
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Device, StartIoLock, NULL, &Handle);
  Ticks = 0;
  StorPortReleaseSpinLock(Device, &Handle);
  StorPortNotification(RequestTimerCall, Device, Timer, 1000);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
