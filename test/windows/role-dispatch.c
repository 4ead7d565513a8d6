// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A routine stored to DriverObject->MajorFunction is an entry point.
#include "Inputs/leak.h"
static NTSTATUS NTAPI Create(PDEVICE_OBJECT Device, PIRP Irp) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_CREATE] = Create;
  return STATUS_SUCCESS;
}
