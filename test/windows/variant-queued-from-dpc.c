// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A queued lock, taken with a raise, is given up without lowering on one path.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  if (Count) {
    Count--;
    KeReleaseInStackQueuedSpinLock(&Handle);
    return STATUS_SUCCESS;
  }
#ifdef SOUND
  KeReleaseInStackQueuedSpinLock(&Handle);
#else
  KeReleaseInStackQueuedSpinLockFromDpcLevel(&Handle); // DEFECT: wrong-variant LOCK: Lock
#endif
  return STATUS_DEVICE_BUSY;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
