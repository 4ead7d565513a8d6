// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:CancelSpinlockRelease %s
// A cancel routine gives the cancel spin lock up and then once more. The plain
// lock, which it gives up without having it, is no matter of this rule.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Cancelled;

static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#ifndef SOUND
  KeReleaseSpinLock(&Lock, Irp->CancelIrql);
  if (Cancelled++ == 0)
    IoReleaseCancelSpinLock(Irp->CancelIrql); // DEFECT: release-unheld
#endif
  Irp->IoStatus.Status = STATUS_CANCELLED;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoMarkIrpPending(Irp);
  IoSetCancelRoutine(Irp, Cancel);
  return STATUS_PENDING;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
