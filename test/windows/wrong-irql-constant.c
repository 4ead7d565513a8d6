// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A constant is restored.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#else
  KeReleaseSpinLock(&Lock, PASSIVE_LEVEL); // DEFECT: wrong-irql-restored LOCK: Lock
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
