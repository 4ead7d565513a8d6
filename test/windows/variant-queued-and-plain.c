// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// One lock is taken queued here and plainly there: neither sees the other.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  Count++;
  KeReleaseInStackQueuedSpinLock(&Handle);
  return STATUS_SUCCESS;
}
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
#ifdef SOUND
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  Count--;
  KeReleaseInStackQueuedSpinLock(&Handle);
#else
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql); // DEFECT: wrong-variant LOCK: Lock
  Count--;
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
