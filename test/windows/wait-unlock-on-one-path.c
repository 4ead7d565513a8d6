// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A busy device's lock is given up before the wait, an idle one's is not.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KEVENT Event;
ULONG Busy;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  BOOLEAN Held = TRUE;
  KeAcquireSpinLock(&Lock, &Irql);
#ifdef SOUND
  if (TRUE) {
#else
  if (Busy) {
#endif
    KeReleaseSpinLock(&Lock, Irql);
    Held = FALSE;
  }
  KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL); // DEFECT: blocking-while-held LOCK: Lock
  if (Held)
    KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
