// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// ExInitializeWorkItem is a macro that fills a WORK_QUEUE_ITEM.
#include "Inputs/leak.h"
static VOID NTAPI Work(PVOID Context) {
  MAY_LEAK() // DEFECT: held-at-exit LOCK: Lock
}
static WORK_QUEUE_ITEM Item;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  ExInitializeWorkItem(&Item, Work, NULL);
  ExQueueWorkItem(&Item, DelayedWorkQueue);
  return STATUS_SUCCESS;
}
