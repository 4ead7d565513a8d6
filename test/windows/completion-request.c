// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoCompleteRequest, a macro over IofCompleteRequest, with the lock held.
#include "Inputs/request.h"
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Pending--;
  Irp->IoStatus.Status = STATUS_SUCCESS;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held LOCK: Lock
#ifndef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return STATUS_SUCCESS;
}
ENTRY
