// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:QueuedSpinLockRelease --flags=-I%drivers/include %s
// A miniport looks a request up under an in-stack queued lock. The path that
// finds it has released the lock already when the common end does.
#include "sg_storport.h"
#define SLOTS 8
typedef struct _ADAPTER {
  KSPIN_LOCK SlotLock;
  PSCSI_REQUEST_BLOCK Slots[SLOTS];
} ADAPTER, *PADAPTER;

static PSCSI_REQUEST_BLOCK Withdraw(PADAPTER Adapter, UCHAR Tag) {
  KLOCK_QUEUE_HANDLE Handle;
  PSCSI_REQUEST_BLOCK Srb, Found = NULL;
  ULONG Slot;
  KeAcquireInStackQueuedSpinLock(&Adapter->SlotLock, &Handle);
  for (Slot = 0; Slot < SLOTS; Slot++) {
    Srb = Adapter->Slots[Slot];
    if (Srb == NULL || Srb->QueueTag != Tag)
      continue;
    Adapter->Slots[Slot] = NULL;
    Found = Srb;
    KeReleaseInStackQueuedSpinLock(&Handle);
    Found->SrbStatus = SRB_STATUS_ABORTED;
#ifdef SOUND
    return Found;
#else
    break;
#endif
  }
  KeReleaseInStackQueuedSpinLock(&Handle); // DEFECT: release-unheld
  return Found;
}

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PSCSI_REQUEST_BLOCK Aborted;
  if (Srb->Function != SRB_FUNCTION_RESET_DEVICE)
    return TRUE;
  Aborted = Withdraw(Extension, Srb->QueueTag);
  if (Aborted != NULL)
    StorPortNotification(RequestComplete, Extension, Aborted);
  Srb->SrbStatus = Aborted != NULL ? SRB_STATUS_SUCCESS : SRB_STATUS_ERROR;
  return FALSE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
