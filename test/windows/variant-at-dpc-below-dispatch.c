// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A variant that does not raise the IRQL is for callers that have done so.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Devices;
static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Below) {
#ifdef SOUND
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Devices++;
  KeReleaseSpinLock(&Lock, Irql);
#else
  KeAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: wrong-variant LOCK: Lock
  Devices++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->DriverExtension->AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
