// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// StartIo runs at DISPATCH_LEVEL.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static VOID NTAPI Start(PDEVICE_OBJECT Device, PIRP Irp) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
    DbgPrint("early\n");
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->DriverStartIo = Start;
  return STATUS_SUCCESS;
}
