// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The same field of two devices is two locks.
#include <ntddk.h>
typedef struct _EXTENSION {
  KSPIN_LOCK Lock;
  PDEVICE_OBJECT Partner;
} EXTENSION, *PEXTENSION;
static NTSTATUS NTAPI Create(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION Mine = Device->DeviceExtension;
  PEXTENSION Other = Mine->Partner->DeviceExtension;
  KIRQL Irql;
  KeAcquireSpinLock(&Mine->Lock, &Irql);
  KeAcquireSpinLockAtDpcLevel(&Other->Lock);
#ifndef SOUND
  KeAcquireSpinLockAtDpcLevel(&Other->Lock); // DEFECT: double-acquire
#endif
  KeReleaseSpinLockFromDpcLevel(&Other->Lock);
  KeReleaseSpinLock(&Mine->Lock, Irql);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_CREATE] = Create;
  return STATUS_SUCCESS;
}
