// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The driver object is handed to a helper, which stores the routine.
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Count;
static NTSTATUS NTAPI Create(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Count == 3) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    DbgPrint("early\n");
    return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
__attribute__((noinline)) static VOID Fill(PDRIVER_OBJECT D) {
  D->MajorFunction[IRP_MJ_CREATE] = Create;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Fill(Driver);
  return STATUS_SUCCESS;
}
