// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A service routine runs with its interrupt's lock held.
#include <ntddk.h>
PKINTERRUPT Interrupt;
ULONG Mask;
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
  KIRQL Irql;
#ifndef SOUND
  Irql = KeAcquireInterruptSpinLock(I); // DEFECT: double-acquire
  Mask++;
  KeReleaseInterruptSpinLock(I, Irql);
#endif
  return TRUE;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PKINTERRUPT I;
  KIRQL Irql;
  NTSTATUS Status =
      IoConnectInterrupt(&I, Service, NULL, NULL, 9, 9, 9, LevelSensitive, TRUE,
                         1, FALSE);
  if (!NT_SUCCESS(Status))
    return Status;
  Irql = KeAcquireInterruptSpinLock(I);
  Interrupt = I;
  KeReleaseInterruptSpinLock(I, Irql);
  return Status;
}
