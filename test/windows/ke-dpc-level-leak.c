// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A DPC returns with a lock that it took at DISPATCH_LEVEL.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  if (A == NULL) {
#ifdef SOUND
    KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  DbgPrint("work\n");
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
