// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The last element of MajorFunction (IRP_MJ_PNP).
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Pnp(PDEVICE_OBJECT Device, PIRP Irp) {
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
  Driver->MajorFunction[IRP_MJ_PNP] = Pnp;
  return STATUS_SUCCESS;
}
