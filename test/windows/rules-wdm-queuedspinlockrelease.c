// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:QueuedSpinLockRelease %s
// The error path has given the queued lock up already when it comes to the common
// end. That it forgets the plain lock is no matter of this rule.
#include <ntddk.h>
static KSPIN_LOCK Queue, Statistics;
static ULONG Waiting, Failed;

static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  NTSTATUS Status = STATUS_SUCCESS;
  KLOCK_QUEUE_HANDLE Handle;
  KIRQL Irql;
  KeAcquireInStackQueuedSpinLock(&Queue, &Handle);
  if (Waiting > 100) {
    Status = STATUS_DEVICE_BUSY;
#ifndef SOUND
    KeReleaseInStackQueuedSpinLock(&Handle);
    KeAcquireSpinLock(&Statistics, &Irql);
    Failed++;
#endif
    goto Done;
  }
  Waiting++;
Done:
  KeReleaseInStackQueuedSpinLock(&Handle); // DEFECT: release-unheld
  return Status;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Queue);
  KeInitializeSpinLock(&Statistics);
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
