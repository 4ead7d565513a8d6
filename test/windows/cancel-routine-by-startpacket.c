// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoStartPacket registers a cancel routine, too.
#include <ntddk.h>
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  Irp->IoStatus.Status = STATUS_CANCELLED;
#ifdef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
} // DEFECT: held-at-exit
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  IoAcquireCancelSpinLock(&Irql);
  IoMarkIrpPending(Irp);
  IoReleaseCancelSpinLock(Irql);
  IoStartPacket(Device, Irp, NULL, Cancel);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
