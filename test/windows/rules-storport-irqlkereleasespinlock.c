// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:IrqlKeReleaseSpinLock --flags=-I%drivers/include %s
// A miniport moves a request between two lists that have a lock each. The inner
// lock is released with the IRQL that the outer one saved.
#include "sg_storport.h"
typedef struct _ADAPTER {
  KSPIN_LOCK FreeLock;
  PSCSI_REQUEST_BLOCK Free;
  KSPIN_LOCK BusyLock; // after FreeLock
  PSCSI_REQUEST_BLOCK Busy;
} ADAPTER, *PADAPTER;

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KIRQL Outer, Inner;
  KeAcquireSpinLock(&Adapter->FreeLock, &Outer);
  Srb->NextSrb = Adapter->Free;
  KeAcquireSpinLock(&Adapter->BusyLock, &Inner);
  Srb->NextSrb = Adapter->Busy;
  Adapter->Busy = Srb;
#ifdef SOUND
  KeReleaseSpinLock(&Adapter->BusyLock, Inner);
#else
  KeReleaseSpinLock(&Adapter->BusyLock, Outer); // DEFECT: wrong-irql-restored LOCK: Adapter->BusyLock
#endif
  KeReleaseSpinLock(&Adapter->FreeLock, Outer);
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
