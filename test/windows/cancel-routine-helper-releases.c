// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper of the cancel routine releases; releasing once more is a defect.
#include <ntddk.h>
__attribute__((noinline)) static VOID Drop(PIRP Irp) {
  IoReleaseCancelSpinLock(Irp->CancelIrql);
}
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  Drop(Irp);
#ifndef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql); // DEFECT: release-unheld
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
