// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeReleaseSpinLockFromDpcLevel without an acquire.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
#ifdef SOUND
  KeAcquireSpinLockAtDpcLevel(&Lock);
#endif
  DbgPrint("work\n");
  KeReleaseSpinLockFromDpcLevel(&Lock); // DEFECT: release-unheld LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
