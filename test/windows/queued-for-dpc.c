// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The ForDpc variant in a threaded DPC.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KLOCK_QUEUE_HANDLE Handle;
#ifdef SOUND
  KeAcquireInStackQueuedSpinLockForDpc(&Lock, &Handle);
#endif
  DbgPrint("work\n");
  KeReleaseInStackQueuedSpinLockForDpc(&Handle); // DEFECT: release-unheld
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeThreadedDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
