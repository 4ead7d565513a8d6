// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A cancel routine is called with the cancel spin lock.
#include <ntddk.h>
static KEVENT Idle;
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
#ifdef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
  KeWaitForSingleObject(&Idle, Executive, KernelMode, FALSE, NULL); // DEFECT: blocking-while-held
#ifndef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
  Irp->IoStatus.Status = STATUS_CANCELLED;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, Cancel);
  IoMarkIrpPending(Irp);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
