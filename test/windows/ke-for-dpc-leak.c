// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A threaded DPC returns with a lock held.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KIRQL Irql = KeAcquireSpinLockForDpc(&Lock);
  if (A != NULL) {
#ifdef SOUND
    KeReleaseSpinLockForDpc(&Lock, Irql);
#endif
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  DbgPrint("work\n");
  KeReleaseSpinLockForDpc(&Lock, Irql);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeThreadedDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
