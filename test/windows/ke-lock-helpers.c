// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Acquire and release in helpers; the caller forgets the second one.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Busy;
__attribute__((noinline)) static KIRQL Enter(PKSPIN_LOCK L) {
  KIRQL Irql;
  KeAcquireSpinLock(L, &Irql);
  return Irql;
}
__attribute__((noinline)) static VOID Leave(PKSPIN_LOCK L, KIRQL Irql) {
  KeReleaseSpinLock(L, Irql);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql = Enter(&Lock);
  if (Busy) {
#ifdef SOUND
    Leave(&Lock, Irql);
#endif
    return STATUS_DEVICE_BUSY; // DEFECT: held-at-exit LOCK: Lock
  }
  Busy = 1;
  Leave(&Lock, Irql);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
