// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The IRQL to restore is Irp->CancelIrql, not a constant.
#include <ntddk.h>
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
#ifdef SOUND
  KIRQL Irql = Irp->CancelIrql;
#else
  KIRQL Irql = PASSIVE_LEVEL;
#endif
  IoReleaseCancelSpinLock(Irql); // DEFECT: wrong-irql-restored
  Irp->IoStatus.Status = STATUS_CANCELLED;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, Cancel);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
