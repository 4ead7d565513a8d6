// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Acquires one lock and releases the other: two defects.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
#ifdef SOUND
#define RELEASED First
#else
#define RELEASED Second
#endif
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&First, &Irql);
  DbgPrint("in between\n");
  KeReleaseSpinLock(&RELEASED, Irql); // DEFECT: release-unheld LOCK: Second
  return STATUS_SUCCESS;              // DEFECT: held-at-exit LOCK: First
}
