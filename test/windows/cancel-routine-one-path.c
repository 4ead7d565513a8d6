// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Released on one path of the cancel routine only.
#include <ntddk.h>
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  if (Irp == Device->CurrentIrp) {
    IoReleaseCancelSpinLock(Irp->CancelIrql);
    IoStartNextPacket(Device, TRUE);
  } else {
    KeRemoveEntryDeviceQueue(&Device->DeviceQueue,
                             &Irp->Tail.Overlay.DeviceQueueEntry);
#ifdef SOUND
    IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
  }
  Irp->IoStatus.Status = STATUS_CANCELLED;
} // DEFECT: held-at-exit
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, Cancel);
  return STATUS_PENDING;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
