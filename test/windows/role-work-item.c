// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoQueueWorkItem registers a work item.
#include "Inputs/leak.h"
static VOID NTAPI Work(PDEVICE_OBJECT Device, PVOID Context) {
  MAY_LEAK() // DEFECT: held-at-exit LOCK: Lock
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  PIO_WORKITEM Item = IoAllocateWorkItem(Device);
  if (Item == NULL)
    return STATUS_INSUFFICIENT_RESOURCES;
  IoQueueWorkItem(Item, Work, DelayedWorkQueue, Item);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
