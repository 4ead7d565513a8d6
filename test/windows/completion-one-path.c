// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Only the path of an error completes the request inside the section.
#include "Inputs/request.h"
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  NTSTATUS Status = STATUS_PENDING;
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Pending > 8) {
    Status = Irp->IoStatus.Status = STATUS_DEVICE_BUSY;
#ifndef SOUND
    IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held LOCK: Lock
#endif
  } else {
    IoMarkIrpPending(Irp);
    Pending++;
  }
  KeReleaseSpinLock(&Lock, Irql);
#ifdef SOUND
  if (Status != STATUS_PENDING)
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
#endif
  return Status;
}
ENTRY
