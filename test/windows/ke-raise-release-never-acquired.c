// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A release on a path that skipped the acquire.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql = PASSIVE_LEVEL;
#ifndef SOUND
  if (Count == 0)
#endif
    KeAcquireSpinLock(&Lock, &Irql);
  DbgPrint("in between\n");
  KeReleaseSpinLock(&Lock, Irql); // DEFECT: release-unheld LOCK: Lock
  return STATUS_SUCCESS;
}
