// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper releases the lock for its caller, with the level if it is given
// one and at DISPATCH_LEVEL otherwise.
#include <ntddk.h>

KSPIN_LOCK Lock;
NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp);
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path);

static __attribute__((noinline)) void Next(PIRP Irp, PKIRQL Level) {
  Irp->IoStatus.Information = 0;
  if (Level)
    KeReleaseSpinLock(&Lock, *Level);
#ifdef SOUND
  else
    KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
}

NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Level;
  if (Irp->Cancel) {
    KeAcquireSpinLock(&Lock, &Level);
    Next(Irp, &Level);
    return STATUS_CANCELLED;
  }
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Next(Irp, NULL);
  return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: Lock
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
