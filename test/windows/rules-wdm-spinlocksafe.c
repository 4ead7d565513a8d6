// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:SpinLockSafe %s
// The verifier's rule of requests that are completed under a lock; the wait is
// another rule's.
#include "Inputs/request.h"
static KEVENT Event;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifndef SOUND
  KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
  IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held LOCK: Lock
#endif
  Pending--;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
ENTRY
