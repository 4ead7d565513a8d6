// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// There is one cancel spin lock: the helper takes the caller's.
#include <ntddk.h>
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  IoReleaseCancelSpinLock(Irp->CancelIrql);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql, Again;
  IoAcquireCancelSpinLock(&Irql);
  IoSetCancelRoutine(Irp, Cancel);
#ifndef SOUND
  if (Irp->Cancel)
    IoAcquireCancelSpinLock(&Again); // DEFECT: double-acquire
#endif
  IoReleaseCancelSpinLock(Irql);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
