// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// A wrapper of the driver's own hands the lock type on.
#include "sg_storport.h"
__attribute__((noinline)) static VOID Enter(PVOID Device, STOR_SPINLOCK Type,
                                            PSTOR_LOCK_HANDLE Handle) {
  StorPortAcquireSpinLock(Device, Type, NULL, Handle);
}
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  STOR_LOCK_HANDLE A, B;
  Enter(Device, StartIoLock, &A);
  Enter(Device, InterruptLock, &B);
  Srb->SrbStatus = SRB_STATUS_PENDING;
  StorPortReleaseSpinLock(Device, &B);
#ifdef SOUND
  StorPortReleaseSpinLock(Device, &A);
#endif
  return TRUE; // DEFECT: held-at-exit
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
