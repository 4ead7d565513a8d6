// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The driver object is handed to a helper, which stores the routine.
#include "Inputs/leak.h"
static NTSTATUS NTAPI Create(PDEVICE_OBJECT Device, PIRP Irp) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
__attribute__((noinline)) static VOID Fill(PDRIVER_OBJECT D) {
  D->MajorFunction[IRP_MJ_CREATE] = Create;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Fill(Driver);
  return STATUS_SUCCESS;
}
