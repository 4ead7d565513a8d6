// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A wait with a time-out of zero only looks.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KEVENT Event;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  LARGE_INTEGER Time;
#ifdef SOUND
  Time.QuadPart = 0;
#else
  Time.QuadPart = -10000;
#endif
  KeAcquireSpinLock(&Lock, &Irql);
  if (KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, &Time) == STATUS_SUCCESS) // DEFECT: blocking-while-held LOCK: Lock
    Count++;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
