// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// StartIo runs at DISPATCH_LEVEL.
#include "Inputs/leak.h"
static VOID NTAPI Start(PDEVICE_OBJECT Device, PIRP Irp) {
  MAY_LEAK_AT_DPC() // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverStartIo = Start;
  return STATUS_SUCCESS;
}
