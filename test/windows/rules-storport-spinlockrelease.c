// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:SpinLockRelease --flags=-I%drivers/include %s
// A miniport's bus reset takes the requests it holds off their list, fails them
// and takes the lock again for the next batch; the way out for an adapter that
// is dead comes without it.
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

static VOID Fail(PSCSI_REQUEST_BLOCK Srb, UCHAR Status) {
  while (Srb != NULL) {
    Srb->SrbStatus = Status;
    Srb = Srb->NextSrb;
  }
}

static BOOLEAN ResetBus(PVOID Extension, ULONG PathId) {
  PADAPTER Adapter = Extension;
  PSCSI_REQUEST_BLOCK Batch;
  KIRQL Irql;
  KeAcquireSpinLock(&Adapter->Lock, &Irql);
  while ((Batch = Adapter->Active) != NULL) {
    Adapter->Active = NULL;
    KeReleaseSpinLock(&Adapter->Lock, Irql);
    Fail(Batch, SRB_STATUS_BUS_RESET);
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
