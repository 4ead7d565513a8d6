// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The second acquire overwrites the saved IRQL of the first. Nothing runs after
// it, so that the release is not a second finding.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
#ifndef SOUND
  KeAcquireSpinLock(&Lock, &Irql); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
