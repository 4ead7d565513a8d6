// REQUIRES: mingw-ddk
// RUN: %verify-mingw --levels=O1 %s
// The IRQL is raised by hand, and lowered a line too early.
// (At the other levels KeRaiseIrql of these headers is an instruction.)
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
