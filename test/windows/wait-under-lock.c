// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A thread sleeps with a spin lock held.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  LARGE_INTEGER Time;
  Time.QuadPart = -10000;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
#ifndef SOUND
  KeDelayExecutionThread(KernelMode, FALSE, &Time); // DEFECT: blocking-while-held LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  KeDelayExecutionThread(KernelMode, FALSE, &Time);
  return STATUS_SUCCESS;
}
