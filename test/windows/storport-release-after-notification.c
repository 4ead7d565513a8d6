// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:SpinLockRelease --flags=-I%drivers/include %s
// A miniport's bus reset fails the requests it holds: it gives the lock up for
// each of them, and one way out of the loop comes without it.
#include "sg_storport.h"
typedef struct _ADAPTER {
  KSPIN_LOCK Lock;
  PSCSI_REQUEST_BLOCK Active;
  BOOLEAN Dead;
} ADAPTER, *PADAPTER;

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KIRQL Irql;
  KeAcquireSpinLock(&Adapter->Lock, &Irql);
  Srb->NextSrb = Adapter->Active;
  Adapter->Active = Srb;
  KeReleaseSpinLock(&Adapter->Lock, Irql);
  return TRUE;
}

static BOOLEAN ResetBus(PVOID Extension, ULONG PathId) {
  PADAPTER Adapter = Extension;
  PSCSI_REQUEST_BLOCK Srb;
  KIRQL Irql;
  KeAcquireSpinLock(&Adapter->Lock, &Irql);
  while ((Srb = Adapter->Active) != NULL) {
    Adapter->Active = Srb->NextSrb;
    KeReleaseSpinLock(&Adapter->Lock, Irql);
    Srb->SrbStatus = SRB_STATUS_BUS_RESET;
    StorPortNotification(RequestComplete, Extension, Srb);
#ifdef SOUND
    KeAcquireSpinLock(&Adapter->Lock, &Irql);
    if (Adapter->Dead)
      break;
#else
    if (Adapter->Dead)
      break;
    KeAcquireSpinLock(&Adapter->Lock, &Irql);
#endif
  }
  KeReleaseSpinLock(&Adapter->Lock, Irql); // DEFECT: release-unheld LOCK: Adapter->Lock
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwStartIo = StartIo;
  Data.HwResetBus = ResetBus;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
