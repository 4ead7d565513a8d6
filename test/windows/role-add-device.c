// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// AddDevice is stored through Driver->DriverExtension.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    DbgPrint("early\n");
    return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverExtension->AddDevice = Add;
  return STATUS_SUCCESS;
}
