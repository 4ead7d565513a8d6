// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoConnectInterruptEx registers the routine in its parameter structure.
#include "Inputs/leak.h"
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
  MAY_LEAK_AT_DPC(TRUE) // DEFECT: held-at-exit LOCK: Lock
}
PKINTERRUPT Interrupt;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  IO_CONNECT_INTERRUPT_PARAMETERS P;
  RtlZeroMemory(&P, sizeof(P));
  P.Version = CONNECT_FULLY_SPECIFIED;
  P.FullySpecified.InterruptObject = &Interrupt;
  P.FullySpecified.ServiceRoutine = Service;
  return IoConnectInterruptEx(&P);
}
