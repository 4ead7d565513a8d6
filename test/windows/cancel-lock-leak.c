// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A dispatch routine that returns with the cancel spin lock.
#include <ntddk.h>
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  IoAcquireCancelSpinLock(&Irql);
  if (Irp->Cancel) {
#ifdef SOUND
    IoReleaseCancelSpinLock(Irql);
#endif
    return STATUS_CANCELLED; // DEFECT: held-at-exit
  }
  IoMarkIrpPending(Irp);
  IoReleaseCancelSpinLock(Irql);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
