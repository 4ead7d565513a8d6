// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The driver's lock is taken under the cancel spin lock in the cancel routine,
// and the other way round in a dispatch routine.
#include <ntddk.h>
static KSPIN_LOCK Queue;
static ULONG Count;
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
#ifdef SOUND
  KIRQL Irql;
  IoReleaseCancelSpinLock(Irp->CancelIrql);
  KeAcquireSpinLock(&Queue, &Irql);
  Count--;
  KeReleaseSpinLock(&Queue, Irql);
#else
  KeAcquireSpinLockAtDpcLevel(&Queue); // DEFECT: lock-order-inversion LOCK: Queue
  Count--;
  KeReleaseSpinLockFromDpcLevel(&Queue);
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
  Irp->IoStatus.Status = STATUS_CANCELLED;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql, Outer;
  KeAcquireSpinLock(&Queue, &Outer);
  IoAcquireCancelSpinLock(&Irql);
  IoSetCancelRoutine(Irp, Cancel);
  Count++;
  IoReleaseCancelSpinLock(Irql);
  KeReleaseSpinLock(&Queue, Outer);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Queue);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
