// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The wait is three calls below the section: the finding is at the call that is
// made with the lock held.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KEVENT Event;
ULONG Count;
static void wait(void) {
  KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
}
static void drain(ULONG N) {
  if (N > 4)
    wait();
}
static void flush(ULONG N) {
  Count += N;
  drain(N + 1);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  ULONG N = Path->Length;
  KeAcquireSpinLock(&Lock, &Irql);
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
  flush(N);
#else
  flush(N); // DEFECT: blocking-while-held LOCK: Lock
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return STATUS_SUCCESS;
}
