// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper takes the lock with the caller's handle.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Busy;
__attribute__((noinline)) static BOOLEAN Enter(PKLOCK_QUEUE_HANDLE Handle) {
  KeAcquireInStackQueuedSpinLock(&Lock, Handle);
  if (!Busy)
    return TRUE;
  KeReleaseInStackQueuedSpinLock(Handle);
  return FALSE;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle;
  if (!Enter(&Handle))
    return STATUS_DEVICE_BUSY;
  Busy = 1;
#ifdef SOUND
  KeReleaseInStackQueuedSpinLock(&Handle);
#endif
  return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: Lock
}
