// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The macro and the function behind it are one API.
#include <ntddk.h>
static KSPIN_LOCK Lock;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql, Again;
  Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
#ifndef SOUND
  KeAcquireSpinLock(&Lock, &Again); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
