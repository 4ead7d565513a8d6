// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Only one path overwrites the saved value.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count > 4) {
    Count = 0;
#ifndef SOUND
    Irql = DISPATCH_LEVEL;
#endif
  }
  KeReleaseSpinLock(&Lock, Irql); // DEFECT: wrong-irql-restored LOCK: Lock
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
