// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Released twice.
#include <ntddk.h>
ULONG Mask;
static NTSTATUS NTAPI Control(PDEVICE_OBJECT Device, PIRP Irp) {
  PKINTERRUPT Interrupt = Device->DeviceExtension;
  KIRQL Irql = KeAcquireInterruptSpinLock(Interrupt);
  Mask = 0;
  KeReleaseInterruptSpinLock(Interrupt, Irql);
#ifndef SOUND
  KeReleaseInterruptSpinLock(Interrupt, Irql); // DEFECT: release-unheld
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
  return STATUS_SUCCESS;
}
