// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A DPC takes the lock at its level, and its helper gives it up with an IRQL.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static ULONG Count;
static __attribute__((noinline)) VOID leave(KIRQL Irql) {
#ifdef SOUND
  KeReleaseSpinLockFromDpcLevel(&Lock);
#else
  KeReleaseSpinLock(&Lock, Irql);
#endif
}
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KIRQL Irql = KeGetCurrentIrql();
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Count++;
  leave(Irql); // DEFECT: wrong-variant LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
