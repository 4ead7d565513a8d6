// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:SpinLock %s
// Plain spin locks only, without their releases.
#include <ntddk.h>
static KSPIN_LOCK Lock, Queued;
ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KLOCK_QUEUE_HANDLE Handle;
  KIRQL Irql, Other;
  KeAcquireSpinLock(&Lock, &Irql);
  IoAcquireCancelSpinLock(&Other);
  KeAcquireInStackQueuedSpinLock(&Queued, &Handle);
  if (Count == 3) {
    DbgPrint("early\n");
#ifdef SOUND
    KeReleaseInStackQueuedSpinLock(&Handle);
    IoReleaseCancelSpinLock(Other);
    KeReleaseSpinLock(&Lock, Irql);
#endif
    return STATUS_UNSUCCESSFUL; // DEFECT: held-at-exit LOCK: Lock
  }
  KeReleaseInStackQueuedSpinLock(&Handle);
  IoReleaseCancelSpinLock(Other);
  KeReleaseSpinLock(&Lock, Irql);
#ifndef SOUND
  if (Count == 4)
    KeReleaseSpinLock(&Lock, Irql);
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
