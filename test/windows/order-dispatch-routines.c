// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Two dispatch routines, two locks of the device extension, two orders.
#include <ntddk.h>
typedef struct { ULONG Count; KSPIN_LOCK Queue, State; } EXTENSION;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  EXTENSION *E = Device->DeviceExtension;
  KIRQL Irql;
  KeAcquireSpinLock(&E->Queue, &Irql);
  KeAcquireSpinLockAtDpcLevel(&E->State); // DEFECT: lock-order-inversion LOCK: E->State
  E->Count++;
  KeReleaseSpinLockFromDpcLevel(&E->State);
  KeReleaseSpinLock(&E->Queue, Irql);
  return STATUS_SUCCESS;
}
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  EXTENSION *E = Device->DeviceExtension;
  KIRQL Irql;
#ifdef SOUND
  KeAcquireSpinLock(&E->Queue, &Irql);
  KeAcquireSpinLockAtDpcLevel(&E->State);
  E->Count--;
  KeReleaseSpinLockFromDpcLevel(&E->State);
  KeReleaseSpinLock(&E->Queue, Irql);
#else
  KeAcquireSpinLock(&E->State, &Irql);
  KeAcquireSpinLockAtDpcLevel(&E->Queue);
  E->Count--;
  KeReleaseSpinLockFromDpcLevel(&E->Queue);
  KeReleaseSpinLock(&E->State, Irql);
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
