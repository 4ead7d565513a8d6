// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// DriverEntry fails with the lock held.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count != 0) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    return STATUS_UNSUCCESSFUL; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
