// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A callback of KeSynchronizeExecution may take another lock, but must give it
// up for the caller that does not know of it.
#include <ntddk.h>
static KSPIN_LOCK Lock;
PKINTERRUPT Interrupt;
ULONG Mask;
static BOOLEAN NTAPI Synchronized(PVOID Context) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Mask++;
#ifdef SOUND
  KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
  return TRUE;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeSynchronizeExecution(Interrupt, Synchronized, NULL);
  return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: Lock
}
