// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A list that a DPC takes from by ExInterlockedRemoveHeadList. Interlocked
// operations run with interrupts disabled, so the DPC cannot interrupt one; a
// lock that is taken by hand below DISPATCH_LEVEL it can.
#include <ntddk.h>
typedef struct _EXTENSION {
  KSPIN_LOCK Lock;
  LIST_ENTRY Queue;
  KDPC Dpc;
} EXTENSION, *PEXTENSION;

static VOID NTAPI Drain(PKDPC Dpc, PVOID Context, PVOID A, PVOID B) {
  PEXTENSION Extension = Context;
  while (ExInterlockedRemoveHeadList(&Extension->Queue, &Extension->Lock))
    ;
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION Extension = Device->DeviceExtension;
  IoMarkIrpPending(Irp);
#ifdef SOUND
  ExInterlockedInsertTailList(&Extension->Queue,
                              &Irp->Tail.Overlay.ListEntry, &Extension->Lock);
#else
  KeAcquireSpinLockAtDpcLevel(&Extension->Lock); // DEFECT: irq-unsafe, wrong-variant
  InsertTailList(&Extension->Queue, &Irp->Tail.Overlay.ListEntry);
  KeReleaseSpinLockFromDpcLevel(&Extension->Lock);
#endif
  KeInsertQueueDpc(&Extension->Dpc, NULL, NULL);
  return STATUS_PENDING;
}

static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  PDEVICE_OBJECT Device;
  PEXTENSION Extension;
  NTSTATUS Status = IoCreateDevice(Driver, sizeof(EXTENSION), NULL,
                                   FILE_DEVICE_UNKNOWN, 0, FALSE, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Extension = Device->DeviceExtension;
  KeInitializeSpinLock(&Extension->Lock);
  InitializeListHead(&Extension->Queue);
  KeInitializeDpc(&Extension->Dpc, Drain, Extension);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->DriverExtension->AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
