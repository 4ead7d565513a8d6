// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A reset initialises the lock that it holds.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Count;
static VOID NTAPI Reset(PDRIVER_OBJECT Driver) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Count = 0;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#else
  KeInitializeSpinLock(&Lock); // DEFECT: lock-lifetime LOCK: Lock
  KeLowerIrql(Irql);
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->DriverUnload = Reset;
  return STATUS_SUCCESS;
}
