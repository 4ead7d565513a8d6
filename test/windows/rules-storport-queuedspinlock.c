// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:QueuedSpinLock --flags=-I%drivers/include %s
// A miniport guards its slots by an in-stack queued lock. StartIo returns with
// it when no slot is free; the timer takes it with a second handle.
#include "sg_storport.h"
#define SLOTS 8
typedef struct _ADAPTER {
  KSPIN_LOCK SlotLock;
  PSCSI_REQUEST_BLOCK Slots[SLOTS];
  ULONG Age[SLOTS];
} ADAPTER, *PADAPTER;

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KLOCK_QUEUE_HANDLE Handle;
  ULONG Slot;
  KeAcquireInStackQueuedSpinLock(&Adapter->SlotLock, &Handle);
  for (Slot = 0; Slot < SLOTS; Slot++)
    if (Adapter->Slots[Slot] == NULL)
      break;
  if (Slot == SLOTS) {
    Srb->SrbStatus = SRB_STATUS_BUSY;
#ifdef SOUND
    KeReleaseInStackQueuedSpinLock(&Handle);
#endif
    return FALSE; // DEFECT: held-at-exit LOCK: Adapter->SlotLock
  }
  Adapter->Slots[Slot] = Srb;
  Adapter->Age[Slot] = 0;
  KeReleaseInStackQueuedSpinLock(&Handle);
  return TRUE;
}

static VOID Expire(PADAPTER Adapter, ULONG Slot) {
#ifndef SOUND
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Adapter->SlotLock, &Handle); // DEFECT: double-acquire LOCK: Adapter->SlotLock
#endif
  Adapter->Slots[Slot] = NULL;
#ifndef SOUND
  KeReleaseInStackQueuedSpinLock(&Handle);
#endif
}

static VOID Timer(PVOID Extension) {
  PADAPTER Adapter = Extension;
  KLOCK_QUEUE_HANDLE Handle;
  ULONG Slot;
  KeAcquireInStackQueuedSpinLock(&Adapter->SlotLock, &Handle);
  for (Slot = 0; Slot < SLOTS; Slot++)
    if (Adapter->Slots[Slot] != NULL && ++Adapter->Age[Slot] > 4)
      Expire(Adapter, Slot);
  KeReleaseInStackQueuedSpinLock(&Handle);
}

static BOOLEAN Initialize(PVOID Extension) {
  StorPortNotification(RequestTimerCall, Extension, Timer, 1000);
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwStartIo = StartIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
