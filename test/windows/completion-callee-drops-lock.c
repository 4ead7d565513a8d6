// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A callee gives its caller's lock up to complete a request, and takes it again.
#include "Inputs/request.h"
static KIRQL Old;
static __attribute__((noinline)) void finish(PIRP Irp) {
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Old);
#endif
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
#ifdef SOUND
  KeAcquireSpinLock(&Lock, &Old);
#endif
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KeAcquireSpinLock(&Lock, &Old);
  if (Pending)
    finish(Irp); // DEFECT: completion-while-held LOCK: Lock
  KeReleaseSpinLock(&Lock, Old);
  return STATUS_SUCCESS;
}
ENTRY
