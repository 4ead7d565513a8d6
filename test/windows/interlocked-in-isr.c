// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// An interrupt routine puts entries on a list by ExInterlockedInsertTailList.
// Interlocked operations run with interrupts disabled, so it cannot interrupt
// one of a read; a lock that is taken by hand only masks the DPCs.
#include <ntddk.h>
typedef struct _EXTENSION {
  KSPIN_LOCK Lock;
  LIST_ENTRY Queue, Entry;
  PKINTERRUPT Interrupt;
} EXTENSION, *PEXTENSION;

static BOOLEAN NTAPI Isr(PKINTERRUPT Interrupt, PVOID Context) {
  PEXTENSION Extension = Context;
  ExInterlockedInsertTailList(&Extension->Queue, &Extension->Entry,
                              &Extension->Lock);
  return TRUE;
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION Extension = Device->DeviceExtension;
#ifdef SOUND
  ExInterlockedRemoveHeadList(&Extension->Queue, &Extension->Lock);
#else
  KIRQL Irql;
  KeAcquireSpinLock(&Extension->Lock, &Irql); // DEFECT: irq-unsafe
  if (!IsListEmpty(&Extension->Queue))
    RemoveHeadList(&Extension->Queue);
  KeReleaseSpinLock(&Extension->Lock, Irql);
#endif
  Irp->IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
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
  return IoConnectInterrupt(&Extension->Interrupt, Isr, Extension, NULL, 9, 9,
                            9, LevelSensitive, TRUE, 1, FALSE);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->DriverExtension->AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
