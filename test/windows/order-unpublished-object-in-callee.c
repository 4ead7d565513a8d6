// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A record that is on no list yet is locked, and a helper puts it on the list,
// whose lock it takes; who walks the list takes the two the other way round. (In
// the other version the record is on the list already.)
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
    KeAcquireSpinLockAtDpcLevel(&Record->Lock); // DEFECT: lock-order-inversion
    Record->Age++;
    KeReleaseSpinLockFromDpcLevel(&Record->Lock);
  }
  KeReleaseSpinLockFromDpcLevel(&ListLock);
}

static __attribute__((noinline)) VOID Add(PRECORD Record) {
  KIRQL Irql;
  KeAcquireSpinLock(&ListLock, &Irql);
  InsertTailList(&List, &Record->Link);
  KeReleaseSpinLock(&ListLock, Irql);
}

static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  PRECORD Record = ExAllocatePoolWithTag(NonPagedPool, sizeof(RECORD), 'tseT');
  KIRQL Irql;
  if (Record == NULL)
    return STATUS_INSUFFICIENT_RESOURCES;
  KeInitializeSpinLock(&Record->Lock);
#ifndef SOUND
  Add(Record);
#endif
  KeAcquireSpinLock(&Record->Lock, &Irql);
  Add(Record);
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
