// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The last element of MajorFunction (IRP_MJ_PNP).
#include "Inputs/leak.h"
static NTSTATUS NTAPI Pnp(PDEVICE_OBJECT Device, PIRP Irp) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_PNP] = Pnp;
  return STATUS_SUCCESS;
}
