// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s --levels O1
// One of two locks of the device extension is forgotten where it is set up. (At
// other levels the inline function of the DDK that initialises locks is a store.)
#include <ntddk.h>
typedef struct { KSPIN_LOCK QueueLock, StateLock; ULONG Queued, State; } EXT;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  EXT *Ext = Device->DeviceExtension;
  KIRQL Irql;
  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  Ext->Queued++;
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
  return STATUS_SUCCESS;
}
static NTSTATUS NTAPI Close(PDEVICE_OBJECT Device, PIRP Irp) {
  EXT *Ext = Device->DeviceExtension;
  KIRQL Irql;
  KeAcquireSpinLock(&Ext->StateLock, &Irql); // DEFECT: lock-lifetime LOCK: Ext->StateLock
  Ext->State = 0;
  KeReleaseSpinLock(&Ext->StateLock, Irql);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PDEVICE_OBJECT Device;
  EXT *Ext;
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
  NTSTATUS Status = IoCreateDevice(Driver, sizeof(EXT), NULL, FILE_DEVICE_NULL,
                                   0, FALSE, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Ext = Device->DeviceExtension;
  KeInitializeSpinLock(&Ext->QueueLock);
#ifdef SOUND
  KeInitializeSpinLock(&Ext->StateLock);
#endif
  return STATUS_SUCCESS;
}
