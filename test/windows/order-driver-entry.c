// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// DriverEntry is over before any request comes.
#include <ntddk.h>
static KSPIN_LOCK A, B;
static ULONG Count;
static __attribute__((noinline)) VOID back(VOID) {
  KIRQL Irql;
  KeAcquireSpinLock(&B, &Irql);
  KeAcquireSpinLockAtDpcLevel(&A); // DEFECT: lock-order-inversion LOCK: A
  Count = 0;
  KeReleaseSpinLockFromDpcLevel(&A);
  KeReleaseSpinLock(&B, Irql);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&A, &Irql);
  KeAcquireSpinLockAtDpcLevel(&B);
  Count++;
  KeReleaseSpinLockFromDpcLevel(&B);
  KeReleaseSpinLock(&A, Irql);
#ifndef SOUND
  if (Count > 100)
    back();
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&A);
  KeInitializeSpinLock(&B);
  back();
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
