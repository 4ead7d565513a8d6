// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// One routine runs under KeSynchronizeExecution, which masks the interrupt, and
// is called plainly by another path.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static PKINTERRUPT Interrupt;
static ULONG Pending;
static BOOLEAN NTAPI Reset(PVOID Context) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql); // DEFECT: irq-unsafe LOCK: Lock
  Pending = 0;
  KeReleaseSpinLock(&Lock, Irql);
  return TRUE;
}
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Pending++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
  return TRUE;
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KeSynchronizeExecution(Interrupt, Reset, NULL);
#ifndef SOUND
  Reset(NULL);
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return IoConnectInterrupt(&Interrupt, Service, NULL, NULL, 9, 9, 9,
                            LevelSensitive, TRUE, 1, FALSE);
}
