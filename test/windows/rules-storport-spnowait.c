// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:SpNoWait --flags=-I%drivers/include %s
// StartIo is called with the StartIo lock at DISPATCH_LEVEL and may not wait:
// here it does in a helper, for an event that its DPC sets. With a time limit
// of zero it only looks. The adapter's passive initialisation may wait.
#include "sg_storport.h"
typedef struct _ADAPTER {
  KEVENT Ready;
  KSPIN_LOCK Lock;
  ULONG Started;
} ADAPTER, *PADAPTER;

static NTSTATUS WaitReady(PADAPTER Adapter, PLARGE_INTEGER Limit) {
  return KeWaitForSingleObject(&Adapter->Ready, Executive, KernelMode, FALSE, // DEFECT: blocking-while-held
                               Limit);
}

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
#ifdef SOUND
  LARGE_INTEGER Zero;
  Zero.QuadPart = 0;
  if (WaitReady(Adapter, &Zero) != STATUS_SUCCESS) {
#else
  if (WaitReady(Adapter, NULL) != STATUS_SUCCESS) {
#endif
    Srb->SrbStatus = SRB_STATUS_BUSY;
    StorPortNotification(RequestComplete, Extension, Srb);
    return TRUE;
  }
  KeAcquireSpinLockAtDpcLevel(&Adapter->Lock);
  Adapter->Started++;
  KeReleaseSpinLockFromDpcLevel(&Adapter->Lock);
  return TRUE;
}

static BOOLEAN PassiveInitialize(PVOID Extension) {
  PADAPTER Adapter = Extension;
  KeInitializeEvent(&Adapter->Ready, NotificationEvent, FALSE);
  return WaitReady(Adapter, NULL) == STATUS_SUCCESS;
}

static BOOLEAN Initialize(PVOID Extension) {
  StorPortNotification(EnablePassiveInitialization, Extension,
                       PassiveInitialize, NULL);
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwStartIo = StartIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
