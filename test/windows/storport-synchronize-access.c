// REQUIRES: mingw-ddk
// RUN: %mingw-cc -I%drivers/include -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: not %spinguard check --rules double-acquire %t.bc | FileCheck %s
// RUN: %mingw-cc -I%drivers/include -DSOUND -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.sound.bc
// RUN: %spinguard check --rules double-acquire %t.sound.bc
// StorPortSynchronizeAccess calls back with the interrupt lock held.
// CHECK: is acquired again while it is held [double-acquire]
// CHECK: SpinGuard: 1 error;
#include "sg_storport.h"
#ifdef SOUND
#define TYPE StartIoLock
#else
#define TYPE InterruptLock
#endif
ULONG Count;
static BOOLEAN Access(PVOID Device, PVOID Context) {
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Device, TYPE, NULL, &Handle);
  Count++;
  StorPortReleaseSpinLock(Device, &Handle);
  return TRUE;
}
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  return StorPortSynchronizeAccess(Device, Access, Srb);
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
