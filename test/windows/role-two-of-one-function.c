// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A routine with two registrations is reported once.
#include "Inputs/leak.h"
static NTSTATUS NTAPI Both(PDEVICE_OBJECT Device, PIRP Irp) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_CREATE] = Both;
  Driver->MajorFunction[IRP_MJ_CLOSE] = Both;
  return STATUS_SUCCESS;
}
