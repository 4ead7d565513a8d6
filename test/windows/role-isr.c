// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoConnectInterrupt registers a service routine.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static BOOLEAN NTAPI Service(PKINTERRUPT I, PVOID Context) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
    DbgPrint("early\n");
    return TRUE; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
  return TRUE;
}
PKINTERRUPT Interrupt;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  return IoConnectInterrupt(&Interrupt, Service, NULL, NULL, 9, 9, 9,
                            LevelSensitive, TRUE, 1, FALSE);
}
