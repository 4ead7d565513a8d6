// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:IrqlReturn %s
// A dispatch routine returns at another IRQL than it was called at: once because a
// lock that raises it is kept, once because it is put to a constant. That a lock is
// given up twice is no matter of this rule.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Opened;

static NTSTATUS NTAPI Create(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifndef SOUND
  if (Opened)
    return STATUS_SHARING_VIOLATION; // DEFECT: held-at-exit
#endif
  Opened++;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}

static NTSTATUS NTAPI Close(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Opened--;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#else
  KeReleaseSpinLock(&Lock, PASSIVE_LEVEL); // DEFECT: wrong-irql-restored
  if (Opened == 7)
    KeReleaseSpinLock(&Lock, Irql);
#endif
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->MajorFunction[IRP_MJ_CREATE] = Create;
  Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
  return STATUS_SUCCESS;
}
