// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The lock is reached by two loads of DeviceObject->DeviceExtension.
#include <ntddk.h>
typedef struct _EXTENSION {
  ULONG Opens;
  KSPIN_LOCK Lock;
} EXTENSION, *PEXTENSION;
static ULONG Opens(PDEVICE_OBJECT Device) {
  return ((PEXTENSION)Device->DeviceExtension)->Opens;
}
static NTSTATUS NTAPI Create(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION Extension = Device->DeviceExtension;
  KIRQL Irql, Again;
  KeAcquireSpinLock(&Extension->Lock, &Irql);
  Extension->Opens++;
#ifndef SOUND
  if (Opens(Device) == 1)
    KeAcquireSpinLock(&((PEXTENSION)Device->DeviceExtension)->Lock, // DEFECT: double-acquire
                      &Again);
#endif
  KeReleaseSpinLock(&((PEXTENSION)Device->DeviceExtension)->Lock, Irql);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_CREATE] = Create;
  return STATUS_SUCCESS;
}
