// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// StartIo and interrupt lock nest; the interrupt lock is forgotten:
// it is held still where the other brings the old IRQL back.
#include "sg_storport.h"
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  STOR_LOCK_HANDLE A, B;
  StorPortAcquireSpinLock(Device, StartIoLock, NULL, &A);
  StorPortAcquireSpinLock(Device, InterruptLock, NULL, &B);
  Srb->SrbStatus = SRB_STATUS_PENDING;
#ifdef SOUND
  StorPortReleaseSpinLock(Device, &B);
#endif
  StorPortReleaseSpinLock(Device, &A); // DEFECT: wrong-irql-restored
  return TRUE; // DEFECT: held-at-exit
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
