// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=lock-lifetime %s
// Without the rule about what is held at exit, the end of the lock's life is
// what there is to tell of a local lock that is left held.
#include <ntddk.h>
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KSPIN_LOCK Lock;
  KIRQL Irql;
  KeInitializeSpinLock(&Lock);
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#else
    KeLowerIrql(Irql);
#endif
    return STATUS_UNSUCCESSFUL; // DEFECT: lock-lifetime LOCK: Lock
  }
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
