// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The routine that IRP.CancelRoutine names is called with the cancel lock held
// and releases it for whoever calls it; calling nothing releases nothing.
#include <ntddk.h>

DRIVER_DISPATCH Flush;
NTSTATUS NTAPI Flush(PDEVICE_OBJECT Device, PIRP Irp);
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path);

NTSTATUS NTAPI Flush(PDEVICE_OBJECT Device, PIRP Irp) {
  IoAcquireCancelSpinLock(&Irp->CancelIrql);
#ifdef SOUND
  Irp->CancelRoutine(Device, Irp);
#endif
  return STATUS_SUCCESS; // DEFECT: held-at-exit
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = Flush;
  return STATUS_SUCCESS;
}
