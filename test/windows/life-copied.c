// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// An extension is handed on by value, with the lock in it.
#include <ntddk.h>
typedef struct { ULONG Count; KSPIN_LOCK Lock; ULONG Item[12]; } QUEUE;
static QUEUE Queue, Saved;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Queue.Lock, &Irql);
#ifdef SOUND
  RtlCopyMemory(Saved.Item, Queue.Item, sizeof(Queue.Item));
#else
  RtlCopyMemory(&Saved, &Queue, sizeof(Queue)); // DEFECT: lock-lifetime LOCK: Queue.Lock
#endif
  KeReleaseSpinLock(&Queue.Lock, Irql);
  return Saved.Count;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Queue.Lock);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
