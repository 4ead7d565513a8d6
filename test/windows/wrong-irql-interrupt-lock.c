// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The interrupt lock is released with a constant.
#include <ntddk.h>
PKINTERRUPT Interrupt;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PKINTERRUPT I = Interrupt;
  KIRQL Irql = KeAcquireInterruptSpinLock(I);
  Count++;
#ifndef SOUND
  Irql = DISPATCH_LEVEL;
#endif
  KeReleaseInterruptSpinLock(I, Irql); // DEFECT: wrong-irql-restored
  return STATUS_SUCCESS;
}
