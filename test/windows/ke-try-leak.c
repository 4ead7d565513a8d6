// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The try succeeded and the DPC returns without a release.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  BOOLEAN Got = KeTryToAcquireSpinLockAtDpcLevel(&Lock);
  DbgPrint("%d\n", Got);
#ifdef SOUND
  if (Got)
    KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
} // DEFECT: held-at-exit LOCK: Lock
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
