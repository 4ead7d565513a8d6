// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A try on a lock that the routine holds fails; it does not deadlock and never
// succeeds. An acquire in that place deadlocks.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
#ifdef SOUND
  if (KeTryToAcquireSpinLockAtDpcLevel(&Lock))
    KeReleaseSpinLockFromDpcLevel(&Lock);
#else
  KeAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
