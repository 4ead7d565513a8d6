// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Which lock the handle stands for depends on the path; the release is common.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle;
  if (Count & 1)
    KeAcquireInStackQueuedSpinLock(&First, &Handle);
  else
    KeAcquireInStackQueuedSpinLock(&Second, &Handle);
  DbgPrint("held\n");
  KeReleaseInStackQueuedSpinLock(&Handle);
#ifndef SOUND
  KeAcquireInStackQueuedSpinLock(&First, &Handle);
#endif
  return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: First
}
