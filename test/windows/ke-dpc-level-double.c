// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeAcquireSpinLockAtDpcLevel twice in a DPC.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
#ifndef SOUND
  KeAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
