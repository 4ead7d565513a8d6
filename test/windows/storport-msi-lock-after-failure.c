// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// Released in the branch in which the acquire failed.
#include "sg_storport.h"
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  ULONG Irql = 0;
  if (StorPortAcquireMSISpinLock(Device, 1, &Irql) != STOR_STATUS_SUCCESS) {
#ifndef SOUND
    StorPortReleaseMSISpinLock(Device, 1, Irql); // DEFECT: release-unheld
#endif
    DbgPrint("no lock\n");
    return FALSE;
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
