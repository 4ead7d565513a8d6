// REQUIRES: mingw-ddk
// RUN: %verify-mingw --levels=O1 %s
// A lock of the device extension is initialised a second time. (At the other
// levels KeInitializeSpinLock is a plain store.)
#include <ntddk.h>
typedef struct { ULONG Count; KSPIN_LOCK Lock, Other; } EXTENSION;
static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  EXTENSION *E = Driver->DeviceObject->DeviceExtension;
  KIRQL Irql;
  KeInitializeSpinLock(&E->Lock);
  KeAcquireSpinLock(&E->Lock, &Irql);
  E->Count = 0;
  KeReleaseSpinLock(&E->Lock, Irql);
#ifdef SOUND
  KeInitializeSpinLock(&E->Other);
#else
  KeInitializeSpinLock(&E->Lock); // DEFECT: lock-lifetime LOCK: E->Lock
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverExtension->AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
