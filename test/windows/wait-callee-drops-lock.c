// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper gives up the caller's lock around its wait.
#include <ntddk.h>
static KSPIN_LOCK Lock, Other;
static KEVENT Event;
static KIRQL Old;
static __attribute__((noinline)) void flush(PKSPIN_LOCK L) {
  KeReleaseSpinLock(L, Old);
  KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
  KeAcquireSpinLock(L, &Old);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
#ifdef SOUND
  KeAcquireSpinLock(&Lock, &Old);
  flush(&Lock);
  KeReleaseSpinLock(&Lock, Old);
#else
  KIRQL Irql;
  KeAcquireSpinLock(&Other, &Irql);
  KeAcquireSpinLock(&Lock, &Old);
  flush(&Lock); // DEFECT: blocking-while-held LOCK: Other
  KeReleaseSpinLock(&Lock, Old);
  KeReleaseSpinLock(&Other, Irql);
#endif
  return STATUS_SUCCESS;
}
