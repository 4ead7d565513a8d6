// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A record is made and locked before it is put on the list, whose lock is taken
// inside; who walks the list takes the locks of the records inside that of the
// list. Nobody can hold or want the lock of a record that is on no list yet.
#include <ntddk.h>
typedef struct _RECORD {
  LIST_ENTRY Link;
  KSPIN_LOCK Lock;
  ULONG Age;
} RECORD, *PRECORD;
static KSPIN_LOCK ListLock;
static LIST_ENTRY List;

static VOID NTAPI Age(PKDPC Dpc, PVOID Context, PVOID A, PVOID B) {
  PLIST_ENTRY Entry;
  KeAcquireSpinLockAtDpcLevel(&ListLock);
  for (Entry = List.Flink; Entry != &List; Entry = Entry->Flink) {
    PRECORD Record = CONTAINING_RECORD(Entry, RECORD, Link);
    KeAcquireSpinLockAtDpcLevel(&Record->Lock);
    Record->Age++;
    KeReleaseSpinLockFromDpcLevel(&Record->Lock);
  }
  KeReleaseSpinLockFromDpcLevel(&ListLock);
}

static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  PRECORD Record = ExAllocatePoolWithTag(NonPagedPool, sizeof(RECORD), 'tseT');
  KIRQL Irql;
  if (Record == NULL)
    return STATUS_INSUFFICIENT_RESOURCES;
  KeInitializeSpinLock(&Record->Lock);
#ifndef SOUND
  ExInterlockedInsertTailList(&List, &Record->Link, &ListLock);
#endif
  KeAcquireSpinLock(&Record->Lock, &Irql);
#ifdef SOUND
  ExInterlockedInsertTailList(&List, &Record->Link, &ListLock);
#else
  ExInterlockedInsertTailList(&List, &Record->Link, &ListLock); // DEFECT: lock-order-inversion
#endif
  Record->Age = 0;
  KeReleaseSpinLock(&Record->Lock, Irql);
  return STATUS_SUCCESS;
}

static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  PDEVICE_OBJECT Device;
  NTSTATUS Status = IoCreateDevice(Driver, sizeof(KDPC), NULL,
                                   FILE_DEVICE_UNKNOWN, 0, FALSE, &Device);
  if (NT_SUCCESS(Status))
    KeInitializeDpc(Device->DeviceExtension, Age, NULL);
  return Status;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&ListLock);
  InitializeListHead(&List);
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  Driver->DriverExtension->AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
