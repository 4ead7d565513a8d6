// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The error path releases and falls into the common release.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count == 0) {
    DbgPrint("empty\n");
#ifndef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
  }
  KeReleaseSpinLock(&Lock, Irql); // DEFECT: release-unheld LOCK: Lock
  return STATUS_SUCCESS;
}
