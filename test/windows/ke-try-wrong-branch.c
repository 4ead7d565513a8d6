// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The result is tested the wrong way round.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
#ifdef SOUND
#define FAILED == FALSE
#else
#define FAILED != FALSE
#endif
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  if (KeTryToAcquireSpinLockAtDpcLevel(&Lock) FAILED)
    return; // DEFECT: held-at-exit LOCK: Lock
  DbgPrint("work\n");
  KeReleaseSpinLockFromDpcLevel(&Lock); // DEFECT: release-unheld LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
