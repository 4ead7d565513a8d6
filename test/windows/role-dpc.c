// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeInitializeDpc registers a DPC.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
    DbgPrint("early\n");
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
static KDPC Dpc;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
