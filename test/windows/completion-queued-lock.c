// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A loop completes all requests of a list under an in-stack queued lock.
#include "Inputs/request.h"
static LIST_ENTRY List;
static VOID NTAPI Unload(PDRIVER_OBJECT Driver) {
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  while (!IsListEmpty(&List)) {
    PIRP Irp = CONTAINING_RECORD(RemoveHeadList(&List), IRP, Tail.Overlay.ListEntry);
#ifdef SOUND
    KeReleaseInStackQueuedSpinLock(&Handle);
#endif
    IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held LOCK: Lock
#ifdef SOUND
    KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
#endif
  }
  KeReleaseInStackQueuedSpinLock(&Handle);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KLOCK_QUEUE_HANDLE Handle;
  IoMarkIrpPending(Irp);
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  InsertTailList(&List, &Irp->Tail.Overlay.ListEntry);
  KeReleaseInStackQueuedSpinLock(&Handle);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  InitializeListHead(&List);
  Driver->DriverUnload = Unload;
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
