// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// An early return without the release of the handle.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  if (Count) {
#ifdef SOUND
    KeReleaseInStackQueuedSpinLock(&Handle);
#endif
    return STATUS_UNSUCCESSFUL; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseInStackQueuedSpinLock(&Handle);
  return STATUS_SUCCESS;
}
