// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// KeInitializeDpc registers a DPC.
#include "Inputs/leak.h"
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  MAY_LEAK_AT_DPC() // DEFECT: held-at-exit LOCK: Lock
}
static KDPC Dpc;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
