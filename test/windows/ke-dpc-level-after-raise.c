// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A lock taken with a raise is taken again AtDpcLevel in a helper. The finding
// is at the call that leads there.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
__attribute__((noinline)) static VOID Bump(VOID) {
  KeAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: double-acquire LOCK: Lock
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifndef SOUND
  Bump();
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
