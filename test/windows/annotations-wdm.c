// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags="-include %include/spinguard/RoleTypes.h" %s
// Declarations with role types are roles through spinguard/RoleTypes.h, also of
// static routines whose registration is not in the program.
#include "Inputs/leak.h"
static DRIVER_DISPATCH Read;
static DRIVER_CANCEL Cancel;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
#ifndef SOUND
  if (Count)
#endif
    IoReleaseCancelSpinLock(Irp->CancelIrql);
} // DEFECT: held-at-exit
PVOID Registered[] = {Read, Cancel};
