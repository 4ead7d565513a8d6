// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The unload routine.
#include "Inputs/leak.h"
static VOID NTAPI Stop(PDRIVER_OBJECT Driver) {
  MAY_LEAK() // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverUnload = Stop;
  return STATUS_SUCCESS;
}
