// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A DPC must not wait, lock or none.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KEVENT Event;
static KDPC Dpc;
ULONG Count;
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
#ifdef SOUND
  KeSetEvent(&Event, IO_NO_INCREMENT, FALSE);
#else
  KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL); // DEFECT: blocking-while-held
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
  return STATUS_SUCCESS;
}
