// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// One routine for all major functions, stored in a loop.
#include "Inputs/leak.h"
static NTSTATUS NTAPI Any(PDEVICE_OBJECT Device, PIRP Irp) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  for (ULONG I = 0; I <= IRP_MJ_MAXIMUM_FUNCTION; ++I)
    Driver->MajorFunction[I] = Any;
  return STATUS_SUCCESS;
}
