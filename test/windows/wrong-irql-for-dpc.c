// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The value of KeAcquireSpinLockForDpc goes back to its release.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KIRQL Irql = KeAcquireSpinLockForDpc(&Lock);
  DbgPrint("work\n");
#ifndef SOUND
  Irql = PASSIVE_LEVEL;
#endif
  KeReleaseSpinLockForDpc(&Lock, Irql); // DEFECT: wrong-irql-restored LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeThreadedDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
