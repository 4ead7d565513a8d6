// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A cancel routine that takes the cancel spin lock deadlocks at once.
#include <ntddk.h>
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
#ifndef SOUND
  IoAcquireCancelSpinLock(&Irql); // DEFECT: double-acquire
#endif
  IoSetCancelRoutine(Irp, NULL);
  IoReleaseCancelSpinLock(Irp->CancelIrql);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, Cancel);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
