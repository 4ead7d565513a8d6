// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The AtDpcLevel variant in a DPC.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KLOCK_QUEUE_HANDLE Handle, Again;
  KeAcquireInStackQueuedSpinLockAtDpcLevel(&Lock, &Handle);
#ifndef SOUND
  KeAcquireInStackQueuedSpinLockAtDpcLevel(&Lock, &Again); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseInStackQueuedSpinLockFromDpcLevel(&Handle);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
