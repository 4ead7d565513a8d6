// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoInitializeDpcRequest, an inline function, registers the DPC of a device.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static VOID NTAPI Deferred(PKDPC D, PDEVICE_OBJECT Device, PIRP Irp, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
    DbgPrint("early\n");
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
static NTSTATUS NTAPI Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  PDEVICE_OBJECT Device;
  NTSTATUS Status = IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0,
                                   FALSE, &Device);
  if (NT_SUCCESS(Status))
    IoInitializeDpcRequest(Device, Deferred);
  return Status;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverExtension->AddDevice = Add;
  return STATUS_SUCCESS;
}
