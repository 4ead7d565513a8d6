// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The DPC of a timer.
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
static KTIMER Timer;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  LARGE_INTEGER Due;
  Due.QuadPart = -10000000;
  KeInitializeTimer(&Timer);
  KeInitializeDpc(&Dpc, Deferred, NULL);
  KeSetTimerEx(&Timer, Due, 1000, &Dpc);
  return STATUS_SUCCESS;
}
