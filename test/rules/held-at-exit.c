// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The example of its rule in docs/rules.md.
#include <ntddk.h>
typedef struct { KSPIN_LOCK Lock; ULONG Stopped, Count; } EXTENSION;
static DRIVER_DISPATCH DispatchRead;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = DispatchRead;
  return STATUS_SUCCESS;
}
// EXAMPLE
static NTSTATUS NTAPI DispatchRead(PDEVICE_OBJECT Device, PIRP Irp) {
  EXTENSION *Ext = Device->DeviceExtension;
  KIRQL Irql;
  KeAcquireSpinLock(&Ext->Lock, &Irql);
  if (Ext->Stopped) {
#ifdef SOUND
    KeReleaseSpinLock(&Ext->Lock, Irql);
#endif
    return STATUS_DELETE_PENDING; // DEFECT: held-at-exit
  }
  Ext->Count++;
  KeReleaseSpinLock(&Ext->Lock, Irql);
  return STATUS_SUCCESS;
}
// END
