// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags="-include %include/spinguard/RoleTypes.h" %s
// A DPC, a service routine and a completion routine by their role types.
#include "Inputs/leak.h"
KDEFERRED_ROUTINE Deferred;
KSERVICE_ROUTINE Service;
IO_COMPLETION_ROUTINE Done;
VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  MAY_LEAK_AT_DPC() // DEFECT: held-at-exit LOCK: Lock
}
BOOLEAN NTAPI Service(PKINTERRUPT Interrupt, PVOID Context) {
  MAY_LEAK_IN_ISR(TRUE) // DEFECT: held-at-exit LOCK: IsrLock
}
NTSTATUS NTAPI Done(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context) {
  MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
}
