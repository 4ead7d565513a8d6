// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// No lock is held, but the IRQL is DISPATCH_LEVEL.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  LARGE_INTEGER Time;
  Time.QuadPart = -10000;
  KeRaiseIrql(DISPATCH_LEVEL, &Irql);
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
#ifdef SOUND
  KeLowerIrql(Irql);
#endif
  KeDelayExecutionThread(KernelMode, FALSE, &Time); // DEFECT: blocking-while-held
#ifndef SOUND
  KeLowerIrql(Irql);
#endif
  return STATUS_SUCCESS;
}
