// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The handle is released twice.
#include <ntddk.h>
static KSPIN_LOCK Lock;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  DbgPrint("held\n");
  KeReleaseInStackQueuedSpinLock(&Handle);
#ifndef SOUND
  KeReleaseInStackQueuedSpinLock(&Handle); // DEFECT: release-unheld
#endif
  return STATUS_SUCCESS;
}
