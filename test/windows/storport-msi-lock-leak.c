// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// The MSI lock is held after success only.
#include "sg_storport.h"
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  ULONG Irql;
  if (StorPortAcquireMSISpinLock(Device, 1, &Irql) != STOR_STATUS_SUCCESS)
    return FALSE;
  if (Srb->Function) {
#ifdef SOUND
    StorPortReleaseMSISpinLock(Device, 1, Irql);
#endif
    return FALSE; // DEFECT: held-at-exit
  }
  Srb->SrbStatus = SRB_STATUS_PENDING;
  StorPortReleaseMSISpinLock(Device, 1, Irql);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
