// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// ExInitializeWorkItem is a macro that fills a WORK_QUEUE_ITEM.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static VOID NTAPI Work(PVOID Context) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    DbgPrint("early\n");
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
}
static WORK_QUEUE_ITEM Item;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  ExInitializeWorkItem(&Item, Work, NULL);
  ExQueueWorkItem(&Item, DelayedWorkQueue);
  return STATUS_SUCCESS;
}
