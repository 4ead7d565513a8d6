// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoInitializeDpcRequest, an inline function, registers the DPC of a device.
#include "Inputs/leak.h"
static VOID NTAPI Deferred(PKDPC D, PDEVICE_OBJECT Device, PIRP Irp, PVOID B) {
  MAY_LEAK_AT_DPC() // DEFECT: held-at-exit LOCK: Lock
}
static NTSTATUS NTAPI Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  PDEVICE_OBJECT Device;
  NTSTATUS Status = IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0,
                                   FALSE, &Device);
  if (NT_SUCCESS(Status))
    IoInitializeDpcRequest(Device, Deferred);
  return Status;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverExtension->AddDevice = Add;
  return STATUS_SUCCESS;
}
