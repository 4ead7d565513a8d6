// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoConnectInterrupt registers a service routine.
#include "Inputs/leak.h"
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
  MAY_LEAK_AT_DPC(TRUE) // DEFECT: held-at-exit LOCK: Lock
}
PKINTERRUPT Interrupt;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  return IoConnectInterrupt(&Interrupt, Service, NULL, NULL, 9, 9, 9,
                            LevelSensitive, TRUE, 1, FALSE);
}
