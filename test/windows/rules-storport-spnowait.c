// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:SpNoWait %s
// The verifier's rule of waits, and nothing else.
#include "Inputs/request.h"
static KEVENT Event;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifndef SOUND
  KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL); // DEFECT: blocking-while-held LOCK: Lock
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
#endif
  Pending--;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
ENTRY
