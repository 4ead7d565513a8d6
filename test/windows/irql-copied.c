// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A copy of the saved value is as good; a copy made too early is not.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql = 0, Copy;
#ifndef SOUND
  Copy = Irql;
#endif
  KeAcquireSpinLock(&Lock, &Irql);
#ifdef SOUND
  Copy = Irql;
#endif
  Count++;
  KeReleaseSpinLock(&Lock, Copy); // DEFECT: wrong-irql-restored LOCK: Lock
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
