// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A DPC shares a lock with the service routine: it must synchronise with it.
#include <ntddk.h>
typedef struct { KSPIN_LOCK Lock; ULONG Pending; KDPC Dpc; PKINTERRUPT Interrupt; } EXTENSION;
static BOOLEAN NTAPI Drain(PVOID Context) {
  EXTENSION *E = Context;
#ifndef SOUND
  KeAcquireSpinLockAtDpcLevel(&E->Lock); // DEFECT: irq-unsafe
#endif
  E->Pending = 0;
#ifndef SOUND
  KeReleaseSpinLockFromDpcLevel(&E->Lock);
#endif
  return TRUE;
}
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
  EXTENSION *E = Context;
#ifndef SOUND
  KeAcquireSpinLockAtDpcLevel(&E->Lock);
#endif
  E->Pending++;
#ifndef SOUND
  KeReleaseSpinLockFromDpcLevel(&E->Lock);
#endif
  return TRUE;
}
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  EXTENSION *E = Context;
#ifdef SOUND
  KeSynchronizeExecution(E->Interrupt, Drain, E);
#else
  Drain(E);
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  EXTENSION *E = Driver->DeviceObject->DeviceExtension;
  KeInitializeSpinLock(&E->Lock);
  KeInitializeDpc(&E->Dpc, Deferred, E);
  return IoConnectInterrupt(&E->Interrupt, Service, E, NULL, 9, 9, 9,
                            LevelSensitive, TRUE, 1, FALSE);
}
