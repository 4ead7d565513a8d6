// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// AddDevice is stored through Driver->DriverExtension.
#include "Inputs/leak.h"
static NTSTATUS NTAPI Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverExtension->AddDevice = Add;
  return STATUS_SUCCESS;
}
