// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The DPC of a timer.
#include "Inputs/leak.h"
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  MAY_LEAK_AT_DPC() // DEFECT: held-at-exit LOCK: Lock
}
static KDPC Dpc;
static KTIMER Timer;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  LARGE_INTEGER Due;
  Due.QuadPart = -10000000;
  KeInitializeTimer(&Timer);
  KeInitializeDpc(&Dpc, Deferred, NULL);
  KeSetTimerEx(&Timer, Due, 1000, &Dpc);
  return STATUS_SUCCESS;
}
