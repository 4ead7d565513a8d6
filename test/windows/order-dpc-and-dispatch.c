// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A DPC on one processor and a dispatch routine on another; the DPC tries.
#include <ntddk.h>
static KSPIN_LOCK A, B;
static KDPC Dpc;
static ULONG Count;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID X, PVOID Y) {
  KeAcquireSpinLockAtDpcLevel(&B);
#ifdef SOUND
  if (KeTryToAcquireSpinLockAtDpcLevel(&A)) {
    Count = 0;
    KeReleaseSpinLockFromDpcLevel(&A);
  }
#else
  KeAcquireSpinLockAtDpcLevel(&A); // DEFECT: lock-order-inversion LOCK: A
  Count = 0;
  KeReleaseSpinLockFromDpcLevel(&A);
#endif
  KeReleaseSpinLockFromDpcLevel(&B);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&A, &Irql);
  KeAcquireSpinLockAtDpcLevel(&B);
  Count++;
  KeReleaseSpinLockFromDpcLevel(&B);
  KeReleaseSpinLock(&A, Irql);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&A);
  KeInitializeSpinLock(&B);
  KeInitializeDpc(&Dpc, Deferred, NULL);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
