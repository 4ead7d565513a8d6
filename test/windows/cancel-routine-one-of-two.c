// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// One of two cancel routines does not give up the lock that it is called with.
// That the other one does is no sign that it is handed over.
#include <ntddk.h>
static LONG Cancelled;
static VOID NTAPI CancelRead(PDEVICE_OBJECT Device, PIRP Irp) {
  InterlockedIncrement(&Cancelled);
  IoReleaseCancelSpinLock(Irp->CancelIrql);
}
static VOID NTAPI CancelWrite(PDEVICE_OBJECT Device, PIRP Irp) {
  InterlockedIncrement(&Cancelled);
#ifdef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
} // DEFECT: held-at-exit CONFIDENCE: high
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, CancelRead);
  return STATUS_PENDING;
}
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, CancelWrite);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
