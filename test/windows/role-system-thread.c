// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The start routine of a thread; it ends by return or PsTerminateSystemThread.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static VOID NTAPI Thread(PVOID Context) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  PsTerminateSystemThread(STATUS_SUCCESS); // DEFECT: held-at-exit LOCK: Lock
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  HANDLE Handle;
  return PsCreateSystemThread(&Handle, 0, NULL, NULL, NULL, Thread, NULL);
}
