// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// Locks of two DPCs are two locks; one of them twice is a deadlock.
#include "sg_storport.h"
typedef struct _EXT {
  STOR_DPC First, Second;
} EXT;
#ifdef SOUND
#define INNER Second
#else
#define INNER First
#endif
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  EXT *Ext = Device;
  STOR_LOCK_HANDLE A, B;
  StorPortAcquireSpinLock(Ext, DpcLock, &Ext->First, &A);
  StorPortAcquireSpinLock(Ext, DpcLock, &Ext->INNER, &B); // DEFECT: double-acquire
  StorPortReleaseSpinLock(Ext, &B);
  StorPortReleaseSpinLock(Ext, &A);
  return TRUE;
}
ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
