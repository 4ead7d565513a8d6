// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The release does not lower the IRQL that the acquire raised.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#else
  KeReleaseSpinLockFromDpcLevel(&Lock); // DEFECT: wrong-variant LOCK: Lock
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
