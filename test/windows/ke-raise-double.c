// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeAcquireSpinLock on a lock that the same routine holds already.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql, Again;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
#ifndef SOUND
  KeAcquireSpinLock(&Lock, &Again); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
