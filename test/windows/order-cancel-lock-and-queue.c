// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A cancel routine begins with the cancel spin lock and takes the lock of the
// queue; a read takes the cancel spin lock inside that of the queue.
#include <ntddk.h>
typedef struct _EXTENSION {
  KSPIN_LOCK Lock;
  LIST_ENTRY Queue;
} EXTENSION, *PEXTENSION;

static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION Extension = Device->DeviceExtension;
#ifdef SOUND
  KIRQL Irql;
  IoReleaseCancelSpinLock(Irp->CancelIrql);
  KeAcquireSpinLock(&Extension->Lock, &Irql);
#else
  KeAcquireSpinLockAtDpcLevel(&Extension->Lock); // DEFECT: lock-order-inversion
#endif
  RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
#ifdef SOUND
  KeReleaseSpinLock(&Extension->Lock, Irql);
#else
  KeReleaseSpinLockFromDpcLevel(&Extension->Lock);
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
  Irp->IoStatus.Status = STATUS_CANCELLED;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION Extension = Device->DeviceExtension;
  KIRQL Irql, CancelIrql;
  IoMarkIrpPending(Irp);
  KeAcquireSpinLock(&Extension->Lock, &Irql);
  InsertTailList(&Extension->Queue, &Irp->Tail.Overlay.ListEntry);
  IoAcquireCancelSpinLock(&CancelIrql);
  IoSetCancelRoutine(Irp, Cancel);
  IoReleaseCancelSpinLock(CancelIrql);
  KeReleaseSpinLock(&Extension->Lock, Irql);
  return STATUS_PENDING;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
