// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoInitializeTimer.
#include "Inputs/leak.h"
static VOID NTAPI Tick(PDEVICE_OBJECT Device, PVOID Context) {
  MAY_LEAK_AT_DPC() // DEFECT: held-at-exit LOCK: Lock
}
static NTSTATUS NTAPI Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  return IoInitializeTimer(Below, Tick, NULL);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverExtension->AddDevice = Add;
  return STATUS_SUCCESS;
}
