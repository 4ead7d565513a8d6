// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags="-include %include/spinguard/RoleTypes.h" %s
// Declarations with role types are roles through spinguard/RoleTypes.h, also of
// static routines whose registration is not in the program.
#include <ntddk.h>
static DRIVER_DISPATCH Read;
static DRIVER_CANCEL Cancel;
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    DbgPrint("early\n");
    return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
#ifndef SOUND
  if (Count)
#endif
    IoReleaseCancelSpinLock(Irp->CancelIrql);
} // DEFECT: held-at-exit
PVOID Registered[] = {Read, Cancel};
