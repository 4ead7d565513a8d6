// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper's local lock is left held: it ends with the helper, which the rule
// about the entry point's return says nothing of.
#include <ntddk.h>
ULONG Count;
__attribute__((noinline)) static ULONG Next(ULONG Limit) {
  KSPIN_LOCK Lock;
  KIRQL Irql;
  ULONG Result;
  KeInitializeSpinLock(&Lock);
  KeAcquireSpinLock(&Lock, &Irql);
  Result = ++Count;
  if (Result > Limit) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#else
    KeLowerIrql(Irql);
#endif
    return 0; // DEFECT: lock-lifetime LOCK: Lock
  }
  KeReleaseSpinLock(&Lock, Irql);
  return Result;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  return Next(9) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}
