// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The cancel lock gets the queue lock's IRQL back.
#include <ntddk.h>
static KSPIN_LOCK Queue;
ULONG Count;
#ifdef SOUND
#define SWAP(A, B) A
#else
#define SWAP(A, B) B
#endif
static NTSTATUS NTAPI Cleanup(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL CancelIrql, QueueIrql;
  IoAcquireCancelSpinLock(&CancelIrql);
  KeAcquireSpinLock(&Queue, &QueueIrql);
  Count = 0;
  KeReleaseSpinLock(&Queue, QueueIrql);
  IoReleaseCancelSpinLock(SWAP(CancelIrql, QueueIrql)); // DEFECT: wrong-irql-restored
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_CLEANUP] = Cleanup;
  return STATUS_SUCCESS;
}
