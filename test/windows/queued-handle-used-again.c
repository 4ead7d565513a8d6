// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// One handle serves two locks, one after the other.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&First, &Handle);
  Count++;
  KeReleaseInStackQueuedSpinLock(&Handle);
  KeAcquireInStackQueuedSpinLock(&Second, &Handle);
  Count++;
#ifndef SOUND
  if (Count < 3)
    return STATUS_UNSUCCESSFUL; // DEFECT: held-at-exit LOCK: Second
#endif
  KeReleaseInStackQueuedSpinLock(&Handle);
  return STATUS_SUCCESS;
}
