// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wrong-variant --flags=-I%drivers/include %s
// BuildIo may be called below DISPATCH_LEVEL, so it raises the IRQL for its
// lock; one way out goes by the release that the DPC uses.
#include "sg_storport.h"
typedef struct _ADAPTER {
  STOR_DPC Dpc;
  KSPIN_LOCK Lock;
  ULONG Built, Done;
} ADAPTER, *PADAPTER;

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KIRQL Irql;
  KeAcquireSpinLock(&Adapter->Lock, &Irql);
  if (Adapter->Built - Adapter->Done > 64) {
    Srb->SrbStatus = SRB_STATUS_BUSY;
#ifdef SOUND
    KeReleaseSpinLock(&Adapter->Lock, Irql);
#else
    KeReleaseSpinLockFromDpcLevel(&Adapter->Lock); // DEFECT: wrong-variant
#endif
    return FALSE;
  }
  Adapter->Built++;
  KeReleaseSpinLock(&Adapter->Lock, Irql);
  return TRUE;
}

static VOID Drain(PSTOR_DPC Dpc, PVOID Extension, PVOID Argument1,
                  PVOID Argument2) {
  PADAPTER Adapter = Extension;
  KeAcquireSpinLockAtDpcLevel(&Adapter->Lock);
  Adapter->Done++;
  KeReleaseSpinLockFromDpcLevel(&Adapter->Lock);
}

static BOOLEAN Initialize(PVOID Extension) {
  PADAPTER Adapter = Extension;
  StorPortInitializeDpc(Extension, &Adapter->Dpc, Drain);
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwBuildIo = BuildIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
