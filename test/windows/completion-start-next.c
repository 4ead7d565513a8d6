// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A DPC starts the next request, which calls StartIo at once.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static ULONG Done;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Done++;
#ifdef SOUND
  KeReleaseSpinLockFromDpcLevel(&Lock);
  IoStartNextPacket(Context, TRUE);
#else
  IoStartNextPacket(Context, TRUE); // DEFECT: completion-while-held LOCK: Lock
  KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, Driver->DeviceObject);
  return STATUS_SUCCESS;
}
