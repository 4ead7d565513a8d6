// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A queued lock of a service routine: elsewhere it is taken at SYNCH_LEVEL.
#include <ntddk.h>
VOID NTAPI KeAcquireInStackQueuedSpinLockRaiseToSynch(PKSPIN_LOCK, PKLOCK_QUEUE_HANDLE);
static KSPIN_LOCK Lock;
static PKINTERRUPT Interrupt;
static ULONG Pending;
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLockAtDpcLevel(&Lock, &Handle);
  Pending++;
  KeReleaseInStackQueuedSpinLockFromDpcLevel(&Handle);
  return TRUE;
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KLOCK_QUEUE_HANDLE Handle;
#ifdef SOUND
  KeAcquireInStackQueuedSpinLockRaiseToSynch(&Lock, &Handle);
#else
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle); // DEFECT: irq-unsafe LOCK: Lock
#endif
  Pending = 0;
  KeReleaseInStackQueuedSpinLock(&Handle);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return IoConnectInterrupt(&Interrupt, Service, NULL, NULL, 9, 9, 9,
                            LevelSensitive, TRUE, 1, FALSE);
}
