// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeSynchronizeExecution takes the interrupt's lock.
#include <ntddk.h>
PKINTERRUPT Interrupt;
ULONG Mask;
static BOOLEAN NTAPI Synchronized(PVOID Context) {
  Mask++;
  return TRUE;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PKINTERRUPT I = Interrupt;
  KIRQL Irql = KeAcquireInterruptSpinLock(I);
#ifndef SOUND
  KeSynchronizeExecution(I, Synchronized, NULL); // DEFECT: double-acquire
#endif
  KeReleaseInterruptSpinLock(I, Irql);
  return STATUS_SUCCESS;
}
