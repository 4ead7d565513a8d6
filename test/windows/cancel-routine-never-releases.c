// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A cancel routine is called with the cancel spin lock and must release it.
#include <ntddk.h>
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
#ifdef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
  Irp->IoStatus.Status = STATUS_CANCELLED;
  IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held
} // DEFECT: held-at-exit
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  IoAcquireCancelSpinLock(&Irql);
  IoSetCancelRoutine(Irp, Cancel);
  IoReleaseCancelSpinLock(Irql);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
