// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A cancel routine must give the cancel spin lock up before it completes.
#include "Inputs/request.h"
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql = Irp->CancelIrql;
  Irp->IoStatus.Status = STATUS_CANCELLED;
#ifdef SOUND
  IoReleaseCancelSpinLock(Irql);
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
#else
  IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held
  IoReleaseCancelSpinLock(Irql);
#endif
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, Cancel);
  IoMarkIrpPending(Irp);
  return STATUS_PENDING;
}
ENTRY
