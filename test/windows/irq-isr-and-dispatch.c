// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A service routine spins on a lock that is held at DISPATCH_LEVEL only.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static PKINTERRUPT Interrupt;
static ULONG Pending;
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
#ifndef SOUND
  KeAcquireSpinLockAtDpcLevel(&Lock);
#endif
  Pending++;
#ifndef SOUND
  KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
  return TRUE;
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
#ifdef SOUND
  Irql = KeAcquireInterruptSpinLock(Interrupt);
  Pending = 0;
  KeReleaseInterruptSpinLock(Interrupt, Irql);
#else
  KeAcquireSpinLock(&Lock, &Irql); // DEFECT: irq-unsafe LOCK: Lock
  Pending = 0;
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return IoConnectInterrupt(&Interrupt, Service, NULL, NULL, 9, 9, 9,
                            LevelSensitive, TRUE, 1, FALSE);
}
