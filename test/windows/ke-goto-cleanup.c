// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// One exit with a release; a path that jumps behind it keeps the lock,
// also while it completes the request.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static LIST_ENTRY List;
ULONG Length, Limit;
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  NTSTATUS Status = STATUS_SUCCESS;
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Length >= Limit) {
    Status = STATUS_INSUFFICIENT_RESOURCES;
#ifdef SOUND
    goto Unlock;
#else
    goto Out;
#endif
  }
  Length++;
Unlock:
  KeReleaseSpinLock(&Lock, Irql);
Out:
  Irp->IoStatus.Status = Status;
  IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held
  return Status; // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
