// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The request is completed two calls below the section.
#include "Inputs/request.h"
static __attribute__((noinline)) void finish(PIRP Irp, NTSTATUS Status) {
  Irp->IoStatus.Status = Status;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}
static __attribute__((noinline)) void fail(PIRP Irp) {
  Pending = 0;
  finish(Irp, STATUS_UNSUCCESSFUL);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
  fail(Irp);
#else
  fail(Irp); // DEFECT: completion-while-held LOCK: Lock
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return STATUS_UNSUCCESSFUL;
}
ENTRY
