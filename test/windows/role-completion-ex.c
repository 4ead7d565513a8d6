// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoSetCompletionRoutineEx is a call.
#include "Inputs/leak.h"
static NTSTATUS NTAPI Done(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context) {
  MAY_LEAK(STATUS_CONTINUE_COMPLETION) // DEFECT: held-at-exit LOCK: Lock
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoCopyCurrentIrpStackLocationToNext(Irp);
  IoSetCompletionRoutineEx(Device, Irp, Done, NULL, TRUE, TRUE, TRUE);
  return IoCallDriver(Device->DeviceExtension, Irp);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
