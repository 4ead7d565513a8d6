// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Returns at DIRQL.
#include <ntddk.h>
ULONG Mask;
static NTSTATUS NTAPI Control(PDEVICE_OBJECT Device, PIRP Irp) {
  PKINTERRUPT Interrupt = Device->DeviceExtension;
  KIRQL Irql = KeAcquireInterruptSpinLock(Interrupt);
  if (Mask == 0) {
#ifdef SOUND
    KeReleaseInterruptSpinLock(Interrupt, Irql);
#endif
    return STATUS_UNSUCCESSFUL; // DEFECT: held-at-exit
  }
  Mask = 0;
  KeReleaseInterruptSpinLock(Interrupt, Irql);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
  return STATUS_SUCCESS;
}
