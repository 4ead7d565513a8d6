// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeAcquireSpinLockForDpc twice in a threaded DPC.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KIRQL Irql, Again;
  Irql = KeAcquireSpinLockForDpc(&Lock);
#ifndef SOUND
  Again = KeAcquireSpinLockForDpc(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLockForDpc(&Lock, Irql);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeThreadedDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
