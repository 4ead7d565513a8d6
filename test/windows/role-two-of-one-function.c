// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A routine with two registrations is reported once.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Both(PDEVICE_OBJECT Device, PIRP Irp) {
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
  Driver->MajorFunction[IRP_MJ_CREATE] = Both;
  Driver->MajorFunction[IRP_MJ_CLOSE] = Both;
  return STATUS_SUCCESS;
}
