// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A dispatch routine, other than a cancel routine, is called without the lock.
#include <ntddk.h>
static NTSTATUS NTAPI Cleanup(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql = Irp->CancelIrql;
#ifdef SOUND
  IoAcquireCancelSpinLock(&Irql);
#endif
  DbgPrint("cleanup\n");
  IoReleaseCancelSpinLock(Irql); // DEFECT: release-unheld
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_CLEANUP] = Cleanup;
  return STATUS_SUCCESS;
}
