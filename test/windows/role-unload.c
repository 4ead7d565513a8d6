// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The unload routine.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static VOID NTAPI Stop(PDRIVER_OBJECT Driver) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    DbgPrint("early\n");
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverUnload = Stop;
  return STATUS_SUCCESS;
}
