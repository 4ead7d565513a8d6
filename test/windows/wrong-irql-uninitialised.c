// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The variable that is restored was never set.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
#ifdef SOUND
#define SAVED Irql
#else
#define SAVED Other
#endif
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql, Other;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
  KeReleaseSpinLock(&Lock, SAVED); // DEFECT: wrong-irql-restored LOCK: Lock
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
