// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeAcquireInterruptSpinLock twice on one interrupt object.
#include <ntddk.h>
PKINTERRUPT Interrupt;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PKINTERRUPT I = Interrupt;
  KIRQL Irql, Again;
  Irql = KeAcquireInterruptSpinLock(I);
#ifndef SOUND
  Again = KeAcquireInterruptSpinLock(I); // DEFECT: double-acquire
#endif
  KeReleaseInterruptSpinLock(I, Irql);
  return STATUS_SUCCESS;
}
