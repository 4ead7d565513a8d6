// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// IoConnectInterruptEx registers the routine in its parameter structure.
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
  IO_CONNECT_INTERRUPT_PARAMETERS P;
  RtlZeroMemory(&P, sizeof(P));
  P.Version = CONNECT_FULLY_SPECIFIED;
  P.FullySpecified.InterruptObject = &Interrupt;
  P.FullySpecified.ServiceRoutine = Service;
  return IoConnectInterruptEx(&P);
}
