// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// In-stack queued spin lock taken again with another handle.
#include <ntddk.h>
static KSPIN_LOCK Lock;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle, Again;
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
#ifndef SOUND
  KeAcquireInStackQueuedSpinLock(&Lock, &Again); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseInStackQueuedSpinLock(&Handle);
  return STATUS_SUCCESS;
}
