// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeReleaseSpinLockForDpc twice.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KIRQL Irql = KeAcquireSpinLockForDpc(&Lock);
  DbgPrint("work\n");
  KeReleaseSpinLockForDpc(&Lock, Irql);
#ifndef SOUND
  KeReleaseSpinLockForDpc(&Lock, Irql); // DEFECT: release-unheld LOCK: Lock
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeThreadedDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
