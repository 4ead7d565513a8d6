// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// One lock taken plainly and then queued deadlocks as well.
#include <ntddk.h>
static KSPIN_LOCK Lock;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle;
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifndef SOUND
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
