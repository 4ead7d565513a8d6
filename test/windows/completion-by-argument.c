// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper completes the request only if its caller says so.
#include "Inputs/request.h"
static __attribute__((noinline)) void settle(PIRP Irp, BOOLEAN Complete) {
  Irp->IoStatus.Information = 0;
  if (Complete)
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Pending--;
#ifdef SOUND
  settle(Irp, FALSE);
#else
  settle(Irp, TRUE); // DEFECT: completion-while-held LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  settle(Irp, TRUE);
  return STATUS_SUCCESS;
}
ENTRY
