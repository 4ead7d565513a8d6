// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A lock on the stack is held when its function returns: one cause, one finding.
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
    return STATUS_UNSUCCESSFUL; // DEFECT: held-at-exit LOCK: Lock
  }
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
