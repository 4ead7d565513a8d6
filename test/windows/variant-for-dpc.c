// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A threaded DPC may run at PASSIVE_LEVEL; its lock has functions of its own.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static ULONG Count;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KIRQL Irql = KeAcquireSpinLockForDpc(&Lock);
  Count++;
#ifdef SOUND
  KeReleaseSpinLockForDpc(&Lock, Irql);
#else
  KeReleaseSpinLockFromDpcLevel(&Lock); // DEFECT: wrong-variant LOCK: Lock
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeThreadedDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
