// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Restores the IRQL of its own queue lock instead of Irp->CancelIrql: that one
// was saved with the cancel lock held and is always DISPATCH_LEVEL.
#include <ntddk.h>
static KSPIN_LOCK Queue;
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Queue, &Irql);
  RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
  KeReleaseSpinLock(&Queue, Irql);
#ifdef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#else
  IoReleaseCancelSpinLock(Irql); // DEFECT: wrong-irql-restored
#endif
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, Cancel);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
