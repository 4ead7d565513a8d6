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

static BOOLEAN Abort(PADAPTER Adapter, UCHAR Tag) {
  KLOCK_QUEUE_HANDLE Handle;
  PSCSI_REQUEST_BLOCK Srb = NULL;
  ULONG Slot;
  KeAcquireInStackQueuedSpinLock(&Adapter->SlotLock, &Handle);
  for (Slot = 0; Slot < SLOTS; Slot++) {
    Srb = Adapter->Slots[Slot];
    if (Srb == NULL || Srb->QueueTag != Tag)
      continue;
    Adapter->Slots[Slot] = NULL;
    KeReleaseInStackQueuedSpinLock(&Handle);
    Srb->SrbStatus = SRB_STATUS_ABORTED;
    StorPortNotification(RequestComplete, Adapter, Srb);
#ifdef SOUND
    return TRUE;
#else
    break;
#endif
  }
  KeReleaseInStackQueuedSpinLock(&Handle); // DEFECT: release-unheld
  return FALSE;
}

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  if (Srb->Function != SRB_FUNCTION_RESET_DEVICE)
    return TRUE;
  Srb->SrbStatus = Abort(Extension, Srb->QueueTag) ? SRB_STATUS_SUCCESS : SRB_STATUS_ERROR;
  return FALSE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
