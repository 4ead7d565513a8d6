// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:SpinLockDpc --flags=-I%drivers/include %s
// A miniport logs events behind a spin lock that it takes by
// KeAcquireSpinLockRaiseToDpc. The log is full: one routine takes the lock
// again to wrap it, another leaves with it.
#include "sg_storport.h"
#define ENTRIES 16
typedef struct _ADAPTER {
  KSPIN_LOCK LogLock;
  ULONG Next;
  ULONG Log[ENTRIES];
  ULONG Resets;
} ADAPTER, *PADAPTER;

static VOID Wrap(PADAPTER Adapter) {
#ifndef SOUND
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Adapter->LogLock); // DEFECT: double-acquire LOCK: Adapter->LogLock
#endif
  Adapter->Next = 0;
#ifndef SOUND
  KeReleaseSpinLock(&Adapter->LogLock, Irql);
#endif
}

static VOID Note(PADAPTER Adapter, ULONG Code) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Adapter->LogLock);
  if (Adapter->Next == ENTRIES)
    Wrap(Adapter);
  Adapter->Log[Adapter->Next++] = Code;
  KeReleaseSpinLock(&Adapter->LogLock, Irql);
}

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  if (Srb->DataTransferLength > 0x10000) {
    Note(Adapter, Srb->DataTransferLength);
    Srb->SrbStatus = SRB_STATUS_INVALID_REQUEST;
    return FALSE;
  }
  return TRUE;
}

static BOOLEAN ResetBus(PVOID Extension, ULONG PathId) {
  PADAPTER Adapter = Extension;
  KIRQL Irql;
  Note(Adapter, PathId);
  Irql = KeAcquireSpinLockRaiseToDpc(&Adapter->LogLock);
  Adapter->Resets++;
#ifndef SOUND
  if (Adapter->Resets > 3)
    return FALSE; // DEFECT: held-at-exit LOCK: Adapter->LogLock
#endif
  KeReleaseSpinLock(&Adapter->LogLock, Irql);
  StorPortNotification(ResetDetected, Extension);
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  Data.HwResetBus = ResetBus;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
