// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The next driver is called with the lock held.
#include "Inputs/request.h"
typedef struct { PDEVICE_OBJECT Next; KSPIN_LOCK Lock; ULONG Sent; } EXTENSION;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  EXTENSION *E = Device->DeviceExtension;
  NTSTATUS Status;
  KIRQL Irql;
  IoSkipCurrentIrpStackLocation(Irp);
  KeAcquireSpinLock(&E->Lock, &Irql);
  E->Sent++;
#ifdef SOUND
  KeReleaseSpinLock(&E->Lock, Irql);
  Status = IoCallDriver(E->Next, Irp);
#else
  Status = IoCallDriver(E->Next, Irp); // DEFECT: completion-while-held LOCK: E->Lock
  KeReleaseSpinLock(&E->Lock, Irql);
#endif
  return Status;
}
ENTRY
