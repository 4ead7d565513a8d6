// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper waits only if it is told so.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KEVENT Event;
ULONG Count;
static __attribute__((noinline)) void flush(BOOLEAN MayWait) {
  Count++;
  if (MayWait)
    KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifdef SOUND
  flush(FALSE);
#else
  flush(TRUE); // DEFECT: blocking-while-held LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  flush(TRUE);
  return STATUS_SUCCESS;
}
