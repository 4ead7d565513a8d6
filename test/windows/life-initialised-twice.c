// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A lock of the device extension is initialised a second time.
#include <ntddk.h>
typedef struct { ULONG Count; KSPIN_LOCK Lock, Other; } EXTENSION;
static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  EXTENSION *E = Driver->DeviceObject->DeviceExtension;
  KeInitializeSpinLock(&E->Lock);
  E->Count = 0;
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
