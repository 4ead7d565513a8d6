// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The IRQL is raised by hand, and lowered a line too early.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeRaiseIrql(DISPATCH_LEVEL, &Irql);
#ifndef SOUND
  KeLowerIrql(Irql);
#endif
  KeAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: wrong-variant LOCK: Lock
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
#ifdef SOUND
  KeLowerIrql(Irql);
#endif
  return STATUS_SUCCESS;
}
